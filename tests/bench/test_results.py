from bench.goal import at_most
from bench.results import table


def test_the_table_tells_goals_machine_and_details() -> None:
    text = table({"fanout": ([at_most("fanout-vs-nginx", 3.0, 2, "x")], ["ours 200 us"])}, {"processor": "two cores"})
    assert "| fanout-vs-nginx | 3x | <=2x | **short** |" in text
    assert "- processor: two cores" in text
    assert text.index("## fanout") < text.index("- ours 200 us")
