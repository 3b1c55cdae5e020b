// A drawer opens as soon as it is asked for: with the name of what was tapped, and that its answer is on its way. One that comes at
// once is shown at once, without a drawer in between; and what was closed is gone without asking anybody.
(() => {
  const wall = (window.wall = window.wall || {});
  const BRIEF_MS = 150;
  const LONGEST_NAME = 80;
  const NAMED = '.name, .told .what, .who, .word, td, .cell';   // what says the name of a gesture that holds more than it
  const WIDTHS = {wider: '#detail .wider', wide: '#detail :is(.wide, .crumbs)'};   // as it stands: no drawer shrinks and grows on the way
  let timer = 0;

  /** What an element of a gesture is called, in words. */
  wall.named = element => {
    const said = element.getAttribute('aria-label') || (element.querySelector(NAMED) || element).textContent || '';
    return said.trim().slice(0, LONGEST_NAME);
  };

  /** The name of what a link opens: a card's stands on its panel. */
  const called = ({card, vehicle, segment, row}, words) => {
    const head = card && document.querySelector(`#panel-${CSS.escape(card)} .name`);
    return head ? head.textContent : (vehicle && words.vehicle) || (segment && words.segment) || (row && words.row) || '';
  };

  /** Another thing is asked for, or none any more. */
  wall.opening = asked => {
    clearTimeout(timer);
    if (!asked) wall.show('detail', null);
    else timer = setTimeout(() => wait(asked), BRIEF_MS);
  };

  function wait(asked) {
    const {tree, words} = JSON.parse(document.getElementById('detail').dataset.opening);
    const [name] = tree.props.children[0].props.children;
    name.props.children = asked.name || called(asked, words);
    const width = Object.keys(WIDTHS).find(name => document.querySelector(WIDTHS[name]));
    if (width) tree.props.className += ` ${width}`;
    wall.show('detail', tree);
  }

  /** The answer has come. */
  wall.opened = () => clearTimeout(timer);
})();
