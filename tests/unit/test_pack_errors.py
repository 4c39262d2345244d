"""A pack that is wrong never decides: each error says what, in which file, on which line, and what to do."""

from pathlib import Path

import pytest

from frith.errors import PackError, UsageError
from frith.law import pack
from frith.law.files import LARGEST, read_toml
from tests.toy import TOY
from tests.toy.faults import FAULTS, LAW, PROVISIONS
from tests.toy.made import FILES, PLACE, spoilt, write


def failing(folder) -> PackError:
    with pytest.raises(PackError) as caught:
        pack.load(PLACE, folder)
    assert caught.value.mend, "says what to do"
    assert str(caught.value).startswith(caught.value.file)
    assert caught.value.file.startswith(str(folder))
    return caught.value


def line_of(name, piece, folder) -> int:
    """The first line of the spoilt file that holds the piece."""
    lines = (folder / PLACE / name).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if piece in line)


def test_the_pack_that_is_spoilt_below_is_clean(tmp_path):
    stack = pack.load(PLACE, write(tmp_path))
    assert set(stack.provisions) == {"made/code/bar", "made/code/warrant", "made/code/log"}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_error_names_file_line_and_mend(tmp_path, fault):
    name, old, new, what, mend, piece = FAULTS[fault]
    folder = spoilt(tmp_path, name, (old, new))
    error = failing(folder)
    assert what in error.what
    assert mend in error.mend
    assert error.file == str(folder / PLACE / name)
    if piece is not None:
        assert error.line == line_of(name, piece, folder)


def test_everything_that_is_wrong_is_told_at_once(tmp_path):
    folder = spoilt(
        tmp_path,
        PROVISIONS,
        ("context.purpose", "context.purpos"),
        ('@cite("3")', ""),
        ("paper_judge_signed", "judge"),
    )
    error = failing(folder)
    told = [error.what, *(each.what for each in error.others)]
    assert len(told) == 4, told
    assert {each.file for each in (error, *error.others)} == {str(folder / PLACE / PROVISIONS)}
    assert any("unknown fact `judge`" in each for each in told)
    assert any("no `@cite`" in each for each in told)


def test_two_definitions_of_one_name_are_one_too_many(tmp_path):
    twice = FILES[PROVISIONS] + '\n@define("signed")\npermit (principal, action, resource);\n'
    error = failing(write(tmp_path, {PROVISIONS: twice}))
    assert "definition `signed` is written twice, first in" in error.what
    assert error.line == twice.splitlines().index('@define("signed")') + 1


@pytest.mark.parametrize("star", ["*", "made/code/*"])
def test_a_star_over_its_own_law_is_every_provision_but_itself(tmp_path, star):
    stack = pack.load(PLACE, spoilt(tmp_path, PROVISIONS, ('@excepts("bar")', f'@excepts("{star}")')))
    found = pack.targets(stack.provisions["made/code/warrant"], stack.provisions)
    assert set(found) == {"made/code/bar", "made/code/log"}


class TestDefinitionsOfOtherLaws:
    """A definition may be used by its full name, wherever it stands in the packs."""

    OTHER = 'title = { en = "B", es = "B" }\ncite = "B"\nkind = "ordinance"\nverification = "unverified"\n'
    DEFINES = (
        '@define("late") permit (principal, action, resource) when { context.means["made/code/signed"] };'
    )

    def test_in_whatever_order_the_laws_are_read(self, tmp_path):
        """`code` is read before `zoning`, and each uses the other's."""
        uses = FILES[PROVISIONS].replace("context.means.signed", 'context.means["made/zoning/late"]')
        stack = pack.load(PLACE, write(tmp_path, {
            "laws/zoning.toml": self.OTHER, "provisions/zoning/a.provision": self.DEFINES, PROVISIONS: uses,
        }))  # fmt: skip
        plain = pack.load(PLACE, write(tmp_path / "plain"))
        name = "made/code/warrant"
        assert stack.provisions[name].condition == plain.provisions[name].condition

    def test_a_circle_through_two_laws_is_refused(self, tmp_path):
        around = FILES[PROVISIONS].replace("context.paper_judge_signed", 'context.means["made/zoning/late"]')
        error = failing(write(tmp_path, {
            "laws/zoning.toml": self.OTHER, "provisions/zoning/a.provision": self.DEFINES, PROVISIONS: around,
        }))  # fmt: skip
        assert "needs itself" in error.what


class TestFiles:
    """What is no file of law."""

    @pytest.mark.parametrize("name", [PROVISIONS, LAW, "pack.toml"])
    def test_not_utf_8(self, tmp_path, name):
        error = failing(write(tmp_path, {name: FILES[name].encode() + "// Código".encode("latin-1")}))
        assert (error.what, error.mend) == ("not written in UTF-8", "save the file again as UTF-8")
        assert error.file.endswith(name)

    @pytest.mark.parametrize("name", [PROVISIONS, LAW, "pack.toml"])
    def test_huge(self, tmp_path, name):
        error = failing(write(tmp_path, {name: b"#" * (LARGEST + 1)}))
        assert error.what == "too large for a file of a pack"
        assert error.file.endswith(name)

    def test_provisions_of_a_law_that_has_no_file(self, tmp_path):
        error = failing(write(tmp_path, {"provisions/stray/a.provision": FILES[PROVISIONS]}))
        assert error.what == "provisions of a law that has no file"
        assert error.file.endswith("stray")

    def test_a_folder_in_place_of_a_file(self, tmp_path):
        write(tmp_path)
        (tmp_path / PLACE / LAW).unlink()
        (tmp_path / PLACE / LAW).mkdir()
        assert failing(tmp_path).what == "can't be read"

    def test_a_syntax_error_names_its_line(self, tmp_path):
        (tmp_path / "x.toml").write_text('a = 1\nb = "x\n', encoding="utf-8")
        with pytest.raises(PackError) as caught:
            read_toml(tmp_path / "x.toml")
        assert caught.value.line == 2
        assert caught.value.what[0].islower()


class TestPlaces:
    """Which folder is a place."""

    @pytest.mark.parametrize(
        "name",
        ["../x", "..", ".", "", "/", "/etc", "made/", "made/../made", "made\\x", "a\0b", "x" * 5000, "laws"],
    )
    def test_a_name_that_is_a_path_is_no_place(self, tmp_path, name):
        write(tmp_path)
        (tmp_path / "pack.toml").write_text(FILES["pack.toml"], encoding="utf-8")
        (tmp_path / "x").mkdir()
        inner = write(tmp_path / "inner")
        (inner / "x").mkdir()
        with pytest.raises(UsageError, match="no pack for place"):
            pack.load(name, inner)

    def test_the_nearest_place_is_named(self):
        with pytest.raises(UsageError, match="did you mean `toy-city`"):
            pack.load("toy-citty", TOY)

    def test_a_parent_that_is_a_path_is_no_place(self, tmp_path):
        write(tmp_path / "outer")
        inner = spoilt(
            tmp_path / "inner", "pack.toml", ('kind = "city"', 'kind = "city"\nparent = "../../outer/made"')
        )
        with pytest.raises(UsageError, match="no pack for place"):
            pack.load(PLACE, inner)

    def test_a_place_above_itself(self, tmp_path):
        error = failing(spoilt(tmp_path, "pack.toml", ('kind = "city"', 'kind = "city"\nparent = "made"')))
        assert (error.what, error.mend) == ("place `made` lies above itself", "mend `parent`")

    def test_the_folder_may_be_named_in_the_environment(self, monkeypatch):
        monkeypatch.setenv("FRITH_PACKS", str(TOY))
        assert pack.places() == ("toy-city", "toy-state")
        assert [each.id for each in pack.load("toy-city").packs] == ["toy-city", "toy-state"]
        assert pack.folder(Path("x")) == Path("x"), "the folder that is given stands before it"
        monkeypatch.setenv("FRITH_PACKS", "")
        assert pack.folder() == pack.shipped()

    def test_a_folder_of_its_own_may_stand_under_a_shipped_parent(self, tmp_path):
        parent = pack.places(pack.shipped())[0]
        folder = spoilt(tmp_path, "pack.toml", ('kind = "city"', f'kind = "city"\nparent = "{parent}"'))
        assert [each.id for each in pack.load(PLACE, folder).packs][:2] == [PLACE, parent]

    def test_the_place_of_the_folder(self, tmp_path, monkeypatch):
        monkeypatch.delenv("FRITH_PLACE", raising=False)
        (tmp_path / "default.toml").write_text('place = "made"', encoding="utf-8")
        assert pack.default_place(tmp_path) == "made"
        assert pack.default_place(TOY) in pack.places(pack.shipped())
        monkeypatch.setenv("FRITH_PLACE", "elsewhere")
        assert pack.default_place(tmp_path) == "elsewhere"


def test_two_packs_with_one_digest_say_the_same(tmp_path):
    one, same, other = (
        write(tmp_path / "a"),
        write(tmp_path / "b"),
        spoilt(tmp_path / "c", LAW, ("Made Code", "Made Law")),
    )
    digests = [pack.load(PLACE, folder).packs[0].digest for folder in (one, same, other)]
    assert digests[0] == digests[1] != digests[2]
    (same / PLACE / "note.txt").write_text("x", encoding="utf-8")
    assert pack.load(PLACE, same).packs[0].digest != digests[0]
