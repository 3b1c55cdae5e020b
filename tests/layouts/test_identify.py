from layouts import ids, scene
from layouts.block import block, span
from layouts.identify import name_tree
from tests.layouts.rows import context, rows
from tests.layouts.scene_files import overview
from tests.layouts.tree import attribute, walk


def test_names_follow_the_path() -> None:
    tree = name_tree(block("a", span("b", "text"), block("c", span("d", "x"))), "panel-p~0")
    assert attribute(tree, "id") == ["panel-p~0", "panel-p~0~0", "panel-p~0~1", "panel-p~0~1~0"]


def test_every_node_of_a_scene_has_one_name_and_keeps_it() -> None:
    first, second = (
        [name for panel, tree in scene.draw(overview(), rows(), context()).items() for name in attribute(tree, "id")] for _ in range(2)
    )
    assert len(first) == len(set(first)) > 300
    assert first == second


def test_nodes_are_named_after_their_panel_and_none_is_left_out() -> None:
    for panel_id, tree in scene.draw(overview(), rows(), context()).items():
        assert all(str(getattr(node, "id", "")).startswith(ids.root(panel_id)) for node in walk(tree))


def test_a_changed_figure_changes_no_name() -> None:
    changed = rows()
    changed["bus_on_time"][0]["value"] = 12.3
    before, after = (scene.draw(overview(), asked, context())["on_time"] for asked in (rows(), changed))
    assert attribute(before, "id") == attribute(after, "id")


def test_a_child_is_one_text_or_elements_never_both() -> None:
    for tree in scene.draw(overview(), rows(), context("en")).values():
        for node in walk(tree):
            children = getattr(node, "children", None)
            assert children is None or isinstance(children, str) or not any(isinstance(child, str) for child in children)
