// What stands on the map as elements: marks of alerts and incidents, the card under the pointer. Texts from
// feeds are only ever set as text.
(() => {
  const wall = (window.wall = window.wall || {});
  const WORDS = {
    zh: {on_time: '准点', late: '晚点', early: '早点', silent: '未上报', unknown: '待发或未判断', grades: ['无数据', '畅通', '缓行', '拥堵', '严重'], min: '分'},
    en: {on_time: 'On time', late: 'Late', early: 'Early', silent: 'Silent', unknown: 'Waiting or not judged', grades: ['No data', 'Free', 'Slow', 'Congested', 'Severe'], min: 'min'},
  };
  let map = null;
  let hit = null;
  let marks = null;
  let works = null;
  let tip = null;
  let basemap = null;
  let basemapEtag = '';
  let shownMarks = '';
  let shownWorks = '';

  const element = (tag, name, text) => {
    const made = document.createElement(tag);
    made.className = name;
    if (text !== undefined) made.textContent = text;
    return made;
  };

  wall.mapMarks = (leaflet, ask) => {
    map = leaflet;
    hit = ask;
    marks = window.L.layerGroup();
    works = window.L.layerGroup();
    wall.marksShown(wall.layersOn(wall.state()));
    tip = map.getContainer().appendChild(element('div', 'map-tip'));
    tip.hidden = true;
    for (const kind of ['pointerdown', 'pointermove']) map.getContainer().addEventListener(kind, event => { finger = event.pointerType === 'touch'; });
    map.on('mousemove', hover);
    map.on('mouseout movestart zoomstart', () => { tip.hidden = true; over = null; });
    map.on('click', tap);
    map.on('moveend resize', turn);
  };

  wall.marksTurn = () => { if (map) turn(); };   // what lies over the map may have changed

  wall.marksShown = on => {
    if (!map) return;
    for (const [layer, shown] of [[marks, on.marks], [works, on.works]]) {
      if (shown) layer.addTo(map);
      else layer.remove();
    }
    turn();
  };

  wall.marksFrame = frame => {
    if (!map) return;
    const text = JSON.stringify(frame.marks || []);
    if (text !== shownMarks) {
      shownMarks = text;
      draw(frame.marks || []);
    }
    const lines = JSON.stringify(frame.works || []);
    if (lines !== shownWorks) {
      shownWorks = lines;
      drawWorks(frame.works || []);
    }
    const etag = frame.layers && frame.layers.basemap;
    if (etag && etag !== basemapEtag) loadBasemap(etag);
  };

  function draw(list) {
    marks.clearLayers();
    for (const {lat, lon, priority, text, open} of list) {
      const button = element('button', `map-mark priority-${Number(priority) || 4}`);
      button.type = 'button';
      button.dataset.go = open;
      button.setAttribute('aria-label', text);
      button.title = text;
      if (priority <= 2) button.append(element('span', 'told-here', text));   // what cannot wait says so without a pointer
      window.L.DomEvent.disableClickPropagation(button);
      const icon = window.L.divIcon({html: button, className: 'map-mark-place', iconSize: [0, 0]});
      const over = 5000 * (4 - (Number(priority) || 4));   // of marks at one place the gravest is seen and reached
      window.L.marker([lat, lon], {icon, priority: Number(priority) || 4, zIndexOffset: over, interactive: false, keyboard: false}).addTo(marks);
    }
    turn();
  }

  /** Work zones as dashed lines over the roads; those to come are thinner. */
  function drawWorks(list) {
    works.clearLayers();
    for (const {line, state, text, open} of list) {
      const drawn = window.L.polyline(line, {className: `map-work ${state === 'coming' ? 'coming' : 'under-way'}`, bubblingMouseEvents: false});
      drawn.bindTooltip(element('span', 'name', text), {sticky: true, className: 'map-tip', opacity: 1});
      drawn.on('click', () => wall.go(Object.fromEntries(new URLSearchParams(open)), text));
      drawn.addTo(works);
    }
  }

  /** A text beside a mark stands where it fits whole on the map and over no other, right or left of it, level with it or lower or higher,
      the gravest first; else not at all: the rail has it too. */
  function turn() {
    const {x: wide, y: high} = map.getSize();
    const found = marks.getLayers().filter(mark => mark.getElement()).map(mark => {
      const {x, y} = map.latLngToContainerPoint(mark.getLatLng());
      return {x, y, priority: mark.options.priority, button: mark.getElement().firstChild, said: mark.getElement().querySelector('.told-here')};
    });
    for (const {said} of found) if (said) said.style.width = '';
    const sizes = new Map(found.filter(mark => mark.said).map(({said}) => [said, [snug(said), said.offsetHeight]]));   // read all, then write
    const taken = [...covered(), ...found.filter(mark => mark.said).map(around)];
    for (const {x, y, button, said} of found.filter(mark => mark.said).sort((a, b) => a.priority - b.priority)) {
      const [wideAs, tall] = sizes.get(said);
      const needs = wideAs + 24;
      said.style.width = `${wideAs}px`;
      const places = ['', 'below', 'above'].flatMap(how => ['', 'turned'].map(side => {
        const left = side ? x - needs : x + 15, top = y - {'': tall / 2, below: 0, above: tall}[how];
        return {side, how, left, right: left + needs - 15, top, bottom: top + tall};
      }));
      const room = box => box.left >= 0 && box.right <= wide && box.top >= 0 && box.bottom <= high && !taken.some(other => meet(box, other));
      const shown = x >= 0 && x <= wide && y >= 0 && y <= high;   // a text without its mark would be of whatever lies beside it
      const place = shown && places.find(room);
      if (place) taken.push(place);
      for (const name of ['turned', 'below', 'above']) button.classList.toggle(name, Boolean(place) && [place.side, place.how].includes(name));
      said.style.visibility = place ? '' : 'hidden';
    }
    wall.namesTurn([...taken, ...found.map(around)]);
  }
  /** The room that a mark itself takes. */
  const around = ({x, y}) => ({left: x - 14, right: x + 14, top: y - 14, bottom: y + 14});
  /** The width of a text in lines of like length: its box is as wide as one line of it may get. */
  const snug = said => {
    const range = document.createRange();
    range.selectNodeContents(said);
    const {paddingLeft, paddingRight} = getComputedStyle(said);
    return Math.ceil(range.getBoundingClientRect().width + parseFloat(paddingLeft) + parseFloat(paddingRight));
  };
  /** What lies over the map: the legend, the time bar, whose map it is. */
  const covered = () => {
    const here = map.getContainer().getBoundingClientRect();
    return [...document.querySelectorAll('.legend, .panel.over, .attribution')].map(element => element.getBoundingClientRect())
      .map(({left, right, top, bottom}) => ({left: left - here.left, right: right - here.left, top: top - here.top, bottom: bottom - here.top}));
  };
  const meet = wall.boxesMeet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

  async function loadBasemap(etag) {
    try {
      const answer = await fetch('/frames/basemap', {cache: 'no-cache', redirect: 'error'});
      if (!answer.ok) return;
      basemap = await answer.json();
      basemapEtag = etag;
      wall.mapNames(map, basemap.districts);
      wall.fitMap();
    } catch { /* the next frame asks again */ }
  }

  wall.boundsOf = id => {
    const found = basemap && basemap.districts.find(district => district.id === id);
    return found && found.geometry ? window.L.geoJSON(found.geometry).getBounds() : null;
  };

  let over = null;                // the newest pointer place, while an answer is awaited
  let asking = false;
  let finger = false;             // a tap is followed by a mouse event of its own, which is no pointer that hovers

  async function hover(event) {
    if (finger) return;
    over = event.containerPoint;
    if (asking) return;
    asking = true;
    while (over) {
      const at = over;
      const found = await hit(at, 10);
      if (over === at) {
        over = null;
        show(found, at);
      }
    }
    asking = false;
  }

  /** One language of a name that its feed gives as `中文 | English`; see layouts/words.py. */
  const pick = (text, lang) => {
    const [zh, ...en] = text.split(' | ');
    return lang === 'zh' || !en.length ? zh : en.join(' | ');
  };

  function lines(found) {
    const lang = wall.language();
    const words = WORDS[lang];
    const label = pick(found.label || '', lang);
    if (found.kind === 'vehicle') {
      const delay = found.delay === null ? '' : ` ${found.delay < 0 ? '−' : '+'}${wall.age(Math.abs(found.delay), lang)}`;
      return [label || found.key, `${words[found.state]}${delay} · ${wall.ago(found.age, lang)}`, label ? found.key : ''];
    }
    if (found.kind === 'segment') return [label || found.key, `${words.grades[found.grade]}${found.speed === 255 ? '' : ` · ${found.speed} km/h`}`];
    return [];
  }

  function show(found, at) {
    const said = lines(found).filter(Boolean);
    map.getContainer().style.cursor = said.length ? 'pointer' : '';
    tip.hidden = !said.length;
    if (tip.hidden) return;
    tip.replaceChildren(...said.map((text, i) => element('div', i ? 'more' : 'name', text)));
    const size = map.getSize();
    const left = at.x + 16 + tip.offsetWidth > size.x ? at.x - 16 - tip.offsetWidth : at.x + 16;
    const top = Math.max(4, Math.min(size.y - tip.offsetHeight - 4, at.y + 12));
    tip.style.transform = `translate(${Math.max(4, left)}px, ${top}px)`;
  }

  async function tap(event) {
    const coarse = matchMedia('(pointer: coarse)').matches;
    const found = await hit(event.containerPoint, coarse ? 22 : 12);
    const state = wall.state();
    if (found.kind === 'vehicle') wall.go({vehicle: found.key}, lines(found)[0]);
    else if (found.kind === 'segment') wall.go({segment: found.key}, lines(found)[0]);
    else if (state.card || state.vehicle || state.segment || state.row) wall.go({card: '', vehicle: '', segment: '', row: ''});
    else if (found.kind === 'district' && found.key !== state.scope) wall.go({scope: found.key});
  }
})();
