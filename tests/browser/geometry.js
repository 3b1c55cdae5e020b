// Returns the faults of the page in words. Map labels and the watermark are no text to read and are left out.
({touch}) => {
  const IGNORED = '.watermark, .leaflet-container, .blind, script, style';
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const faults = [];
  const name = e => [e.closest('.panel, .detail, .section-tabs')?.className.split(' ').slice(0, 2).join('.'), e.className || e.tagName].join(' > ');
  const meets = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2;
  const clips = e => /hidden|clip|auto|scroll/.test(getComputedStyle(e).overflowX + getComputedStyle(e).overflowY);
  const scrolls = e => /auto|scroll/.test(getComputedStyle(e).overflowY);

  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest(IGNORED) || !element.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) if (box.width > 0.5) texts.push({element, box, text: node.data.trim()});
  }

  // a text is seen whole, or, where its list had no room for its row, not at all
  const seen = texts.filter(({element, box, text}) => {
    for (let e = element; e && e !== document.documentElement; e = e.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(e).overflowX + getComputedStyle(e).overflowY)) return true;   // a person can bring it into view
      if (!clips(e)) continue;
      const frame = e.getBoundingClientRect();
      const outside = box.left >= frame.right - 1 || box.right <= frame.left + 1 || box.top >= frame.bottom - 1 || box.bottom <= frame.top + 1;
      if (outside) return false;
      const cut = Math.max(frame.left - box.left, box.right - frame.right, (frame.top - box.top) - box.height * 0.2, (box.bottom - frame.bottom) - box.height * 0.2);
      if (cut > 1) { faults.push(`cut by ${cut.toFixed(0)} px: "${text.slice(0, 40)}" in ${name(element)}`); return false; }
    }
    const own = element.getBoundingClientRect();
    const spilt = Math.max(own.left - box.left, box.right - own.right);
    if (spilt > 1.5) faults.push(`spills ${spilt.toFixed(0)} px out of its box: "${text.slice(0, 40)}" in ${name(element)}`);
    const off = Math.max(-box.left, box.right - innerWidth, touch ? 0 : box.bottom - innerHeight, touch ? 0 : -box.top);
    if (off > 1) faults.push(`off the screen by ${off.toFixed(0)} px: "${text.slice(0, 40)}" in ${name(element)}`);
    return true;
  });

  const floor = touch ? 12 : 0.9 * rem - 0.1;
  const layer = e => e.closest('.over, .legend, .detail, .section-tabs') ?? null;
  seen.forEach((a, i) => {
    const size = parseFloat(getComputedStyle(a.element).fontSize);
    if (size < floor) faults.push(`type of ${size.toFixed(1)} px is too small: "${a.text.slice(0, 40)}" in ${name(a.element)}`);
    for (const b of seen.slice(i + 1)) {
      // glyphs are lower than their line: two lines of text may share a fifth of their height
      const inner = box => ({left: box.left, right: box.right, top: box.top + box.height * 0.15, bottom: box.bottom - box.height * 0.15});
      if (a.element !== b.element && layer(a.element) === layer(b.element) && meets(inner(a.box), inner(b.box))) {
        faults.push(`"${a.text.slice(0, 30)}" lies over "${b.text.slice(0, 30)}" in ${name(b.element)}`);
      }
    }
  });

  const panels = [...document.querySelectorAll('.scene > .panel:not(.over)')].filter(e => e.checkVisibility());
  panels.forEach((a, i) => panels.slice(i + 1).forEach(b => {
    if (meets(a.getBoundingClientRect(), b.getBoundingClientRect())) faults.push(`panels overlap: ${name(a)} and ${name(b)}`);
  }));
  if (document.querySelectorAll('.scene > .panel').length && !panels.length) faults.push('no panel is visible');

  const page = document.scrollingElement;
  if (page.scrollWidth > innerWidth + 1) faults.push(`the page scrolls sideways by ${page.scrollWidth - innerWidth} px`);
  if (!touch && page.scrollHeight > innerHeight + 1) faults.push(`the page scrolls by ${page.scrollHeight - innerHeight} px`);
  for (const e of document.querySelectorAll('.wall *')) {
    const room = e.scrollHeight - e.clientHeight > 1 && scrolls(e);
    if (!touch && room && e.clientHeight && !e.closest('.detail')) faults.push(`has a scroll bar: ${name(e)}`);
  }

  // Tab goes through a row as one reads it
  for (const row of document.querySelectorAll('.panel .row')) {
    const stops = [...row.querySelectorAll('button, [tabindex]')].map(e => ({e, box: e.getBoundingClientRect()})).filter(({e, box}) => e.checkVisibility() && box.width);
    stops.slice(1).forEach(({e, box}, i) => {
      if (box.bottom <= stops[i].box.top + 2) faults.push(`Tab reaches "${stops[i].e.innerText}" before "${e.innerText}", which stands above it, in ${name(e)}`);
    });
  }

  if (touch) for (const e of document.querySelectorAll('[data-go], [data-layer], .section-tabs a, .full a')) {
    const box = e.getBoundingClientRect();
    if (e.checkVisibility() && box.width && (box.width < 43.5 || box.height < 43.5)) {
      faults.push(`target of ${box.width.toFixed(0)}x${box.height.toFixed(0)} px is too small for a finger: ${name(e)}`);
    }
  }
  return [...new Set(faults)];
}
