// Brings a drawn tree up to date in place. Dash makes all elements under a node anew when its children are replaced, so the old
// and the new tree are compared and only what differs is set, leaf by leaf; focus, scroll and hover stay where they are.
(() => {
  const wall = (window.wall = window.wall || {});
  const TICKING = ['data-age', 'data-clock'];   // their text belongs to age.js

  const same = (a, b) => a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));
  const isNode = value => value !== null && typeof value === 'object' && typeof value.type === 'string' && 'props' in value;
  const nodes = children => (Array.isArray(children) && children.every(isNode) ? children : null);

  /** Calls set(id, props) for every node that changed. `from` and `to` are trees {type, namespace, props} with equal ids. */
  wall.patch = (from, to, set) => {
    const changed = {};
    const before = from.props;
    const after = to.props;
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      if (name !== 'children' && name !== 'id' && !same(before[name], after[name])) changed[name] = after[name] === undefined ? null : after[name];
    }
    const olds = nodes(before.children);
    const news = nodes(after.children);
    const inPlace = olds && news && olds.length === news.length && olds.every((old, i) => old.type === news[i].type && old.namespace === news[i].namespace);
    const ticks = TICKING.some(name => after[name] !== undefined && before[name] !== undefined);
    if (!inPlace && !ticks && !same(before.children, after.children)) changed.children = after.children === undefined ? null : after.children;
    if (Object.keys(changed).length) set(after.id, changed);
    if (inPlace) olds.forEach((old, i) => wall.patch(old, news[i], set));
  };

  const held = new Map();     // host id -> tree as Dash has it

  /** Makes the host show the tree; null empties it. Returns how many nodes were set. */
  wall.show = (host, tree) => {
    if (!document.getElementById(host)) return 0;
    const old = held.get(host);
    let count = 0;
    const set = (id, props) => { count += 1; window.dash_clientside.set_props(id, props); };
    if (!tree) {
      if (old) set(host, {children: []});
      held.delete(host);
      return count;
    }
    if (old && old.type === tree.type && old.namespace === tree.namespace) wall.patch(old, tree, set);
    else set(host, {children: [tree]});
    held.set(host, tree);
    return count;
  };
})();
