"""`frith demo` decides what it made up, and every answer the law can give is among them."""

from click.testing import CliRunner

from frith.demo.command import demo


def test_all_four_answers_are_shown_with_their_reason(tmp_path):
    result = CliRunner().invoke(demo, ["--out", str(tmp_path), "--rows", "200"], standalone_mode=False)
    assert result.exception is None, result.output
    for answer in ("DECLINE", "COMPLY", "REFER", "MAY"):
        assert f"] {answer} " in result.output
    assert (tmp_path / "log.csv").exists()
    assert len(list((tmp_path / "requests").iterdir())) == 5


def test_the_same_seed_writes_the_same_requests_and_log(tmp_path):
    for name in ("one", "two"):
        CliRunner().invoke(demo, ["--out", str(tmp_path / name), "--rows", "60", "--seed", "3"])
    written = [
        each for each in (tmp_path / "one").rglob("*") if each.is_file() and "screen" not in each.parts
    ]
    assert written
    for path in written:
        assert path.read_bytes() == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes()
