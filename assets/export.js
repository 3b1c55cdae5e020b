// A file of rows is asked for by the page itself, so that one that could not be had is said beside its link; a browser that saves what a
// link leads to says nothing on a wall. Without this script the links are plain downloads.
(() => {
  const LIMIT_MS = 60000;
  const BUSY = 503;               // the engine had other things to do: once more
  const AGAIN_MS = 1000;
  const NAME = /filename="([^"]+)"/;

  const ask = link => fetch(link.href, {signal: AbortSignal.timeout(LIMIT_MS), cache: 'no-store', redirect: 'error', credentials: 'same-origin'});

  async function take(link) {
    let answer = await ask(link);
    if (answer.status === BUSY) {
      await new Promise(done => setTimeout(done, AGAIN_MS));
      answer = await ask(link);
    }
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const url = URL.createObjectURL(await answer.blob());
    const saved = document.createElement('a');
    saved.href = url;
    saved.download = (NAME.exec(answer.headers.get('Content-Disposition')) || [])[1] || 'rows';
    saved.click();
    setTimeout(() => URL.revokeObjectURL(url), LIMIT_MS);
  }

  document.addEventListener('click', async event => {
    const link = event.target.closest && event.target.closest('.files a');
    if (!link) return;
    event.preventDefault();
    const told = link.parentElement.querySelector('.told');
    if (told.dataset.busy) return;
    told.dataset.busy = link.textContent;
    told.textContent = told.dataset.fetching;
    try {
      await take(link);
      told.textContent = '';
    } catch (error) {
      told.textContent = `${link.textContent}: ${told.dataset.failed}`;
    }
    delete told.dataset.busy;
  });
})();
