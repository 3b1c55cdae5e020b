"""Names every node of a drawn tree by its path, so that the page can tell which one changed and set just that."""

from dash.development.base_component import Component


def name_tree(component: Component, prefix: str) -> Component:
    """Give the root the id `prefix`, its n-th child `prefix~n`, and so on; the same shape always gets the same names."""
    setattr(component, "id", prefix)  # noqa: B010 - Dash declares no attributes
    children = getattr(component, "children", None)
    for place, child in enumerate(children if isinstance(children, list) else []):
        name_tree(child, f"{prefix}~{place}")
    return component
