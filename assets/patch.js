// Brings a drawn tree up to date in place. Dash makes all elements under a node anew when its children are replaced, so the old
// and the new tree are compared and only what differs is set, leaf by leaf; scroll and hover stay where they are, the focus with its row.
(() => {
  const wall = (window.wall = window.wall || {});
  const TICKING = ['data-age', 'data-clock'];   // their text belongs to age.js

  const FRAMES = 30;                           // that a row may take to be drawn

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

  /** Where a gesture leads: what tells one row from another. */
  wall.leads = element => element.dataset.go ?? element.dataset.trip;

  wall.focusOn = element => {
    if (element.matches('.trip')) element.setAttribute('tabindex', '-1');   // of a picture: reached by arrows, see trips.js
    element.focus({preventScroll: true});
  };

  /** The element that leads there now: the one asked about, else another of its panel, else the one that has its place. */
  wall.sameAs = (element, led) => {
    const now = element.isConnected ? element : document.getElementById(element.id);
    if (!now || wall.leads(now) === led) return now;
    const host = now.closest('.panel');
    const others = host ? [...host.querySelectorAll(now.tagName)] : [];
    return others.find(other => wall.leads(other) === led) || now;
  };

  /** The id that whoever stands in the host with keys will find their row under in the new tree; '' where they stand elsewhere. */
  const focused = (host, tree) => {
    const here = document.activeElement;
    if (!here || !here.id.startsWith(`${host}~`)) return '';
    const row = here.closest('.row[data-go]') || here;
    const led = wall.leads(row);
    const found = led === undefined ? [] : leading(tree, led, row.tagName.toLowerCase());
    if (!found.length) return host === 'detail' ? '' : here.id;   // where a drawer has led on, see go.js
    return (found.includes(row.id) ? row.id : found[0]) + here.id.slice(row.id.length);
  };
  const leading = ({type, props}, led, tag) => [
    ...(String(type).toLowerCase() === tag && (props['data-go'] ?? props['data-trip']) === led ? [props.id] : []),
    ...(nodes(props.children) || []).flatMap(node => leading(node, led, tag)),
  ];

  /** React draws when it finds time, and may make the row anew; who went elsewhere by then is left there. */
  const follow = (id, from, frames = FRAMES) => {
    const here = document.activeElement;
    if (here === document.body ? from.isConnected : here !== from && here.id !== id) return;
    const element = document.getElementById(id);
    if (element && element !== here) wall.focusOn(element);
    if (frames) requestAnimationFrame(() => follow(id, element || from, frames - 1));
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
    const id = focused(host, tree);
    const from = document.activeElement;
    if (old && old.type === tree.type && old.namespace === tree.namespace) wall.patch(old, tree, set);
    else set(host, {children: [tree]});
    held.set(host, tree);
    if (id && count) follow(id, from);
    return count;
  };
})();
