"""Words come from their file, or the error says which word, which language and which file."""

from datetime import date

import pytest

from frith.errors import PackError
from frith.law.pack import shipped
from frith.law.words import languages, load

HERE = "us-xx-nowhere"


@pytest.fixture
def folder(tmp_path):
    """A folder with one place's pack: the shared words are the shipped ones."""
    (tmp_path / HERE / "words").mkdir(parents=True)
    (tmp_path / HERE / "pack.toml").write_text('id = "us-xx-nowhere"\n', encoding="utf-8")
    words = '[says]\n"act/s1" = "No one tells."\n[do]\n"write-down" = "Write it down."\n'
    (tmp_path / HERE / "words" / "en.toml").write_text(words, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def english():
    return load(shipped(), (), "en")


def test_a_place_adds_its_words_to_the_shared_ones(folder):
    words = load(folder, (HERE,), "en")
    assert words.says(HERE, "act", "s1") == "No one tells."
    assert words.do(HERE, "write-down") == "Write it down."
    assert words.card("heading_refer") == "STOP. Call counsel first."


def test_a_missing_word_names_key_language_and_file(folder):
    words = load(folder, (HERE,), "es")
    with pytest.raises(PackError) as error:
        words.says(HERE, "act", "s1")
    assert "`act/s1` in language `es`" in str(error.value)
    assert error.value.file.endswith(f"{HERE}/words/es.toml")
    assert error.value.mend == "write it under [says]"


def test_a_near_miss_is_pointed_out(folder):
    with pytest.raises(PackError, match="or did you mean `write-down`"):
        load(folder, (HERE,), "en").do(HERE, "writedown")


def test_words_of_a_place_that_was_not_loaded_are_not_made_up(english):
    with pytest.raises(PackError, match="words of `us-xx-nowhere` were not loaded"):
        english.says(HERE, "act", "s1")


def test_an_unknown_language_names_the_known_ones():
    with pytest.raises(PackError, match="no words in language `xx`: languages: en, es"):
        load(shipped(), (), "xx")
    assert languages(shipped()) == ("en", "es")


def test_a_fact_that_is_like_another_uses_its_words(english):
    assert english.label("on_behalf_of", "ice") == english.label("requester_kind", "ice") == "ICE"
    assert english.label("on_behalf_of", "none") == "nobody else"
    with pytest.raises(PackError, match="`none`"):
        english.label("requester_kind", "none")


def test_every_kind_of_fact_has_labels(english):
    assert english.label("in_custody", "yes") == "yes"
    assert english.label("listed_felony_on", "none") == "none on record"
    assert english.label("record_classes", "listed_felony") == "listed felony"
    assert english.label("paper", "i_200") == english.paper("i_200").name
    assert english.label("paper", "detainer") == "immigration detainer"
    with pytest.raises(PackError, match="no fact `in_custdy` to name a value of: did you mean `in_custody`"):
        english.label("in_custdy", "yes")


def test_a_member_of_a_set_is_asked_for_with_the_whole_set(english):
    assert english.ask("record_classes__listed_felony") == english.ask("record_classes")


def test_slots_are_filled_and_a_forgotten_one_is_an_error(english):
    assert english.card("due_by", date="May 1") == "by May 1"
    assert (
        english.card("disputed", says="a {curly} word")
        == "In dispute, for counsel to settle: a {curly} word."
    )
    with pytest.raises(PackError, match="has a slot 'date' that nothing fills"):
        english.card("due_by")


def test_a_day_is_written_as_people_write_it(english):
    assert english.day(date(2026, 3, 1)) == "March 1, 2026"
    assert load(shipped(), (), "es").day(date(2026, 3, 1)) == "1 de marzo de 2026"


def test_steps_come_in_order(english):
    assert english.steps("refer")[0] == "Do nothing yet. Look up nothing, send nothing, open no door."
    with pytest.raises(PackError, match="`perhaps`"):
        english.steps("perhaps")
