"""`frith demo` decides what it made up and screens it, and every answer the law can give is among them."""

from click.testing import CliRunner

from frith.demo.command import demo


def test_all_four_answers_are_shown_and_a_report_is_left(tmp_path):
    result = CliRunner().invoke(demo, ["--out", str(tmp_path), "--rows", "200"], standalone_mode=False)
    assert result.exception is None, result.output
    for answer in ("DECLINE", "COMPLY", "REFER", "MAY"):
        assert f"] {answer} " in result.output
    assert len(list((tmp_path / "requests").iterdir())) == 5
    assert f"The report: {tmp_path / 'screen' / 'report.html'}" in result.output
    assert (tmp_path / "screen" / "report.html").exists()
