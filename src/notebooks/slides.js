// The pages of one notebook: arrow keys, Page Up and Down, Home and End; the address keeps the
// place.
const slides = [...document.querySelectorAll('main section')];
const place = document.getElementById('place');
let shown = 0;

/** A page as large as the window; what is higher than a page becomes smaller, down to a half. */
function fit() {
  const content = slides[shown].firstElementChild;
  content.style.zoom = 1;
  const needed = content.scrollHeight / slides[shown].clientHeight;
  content.style.zoom = Math.max(0.5, Math.min(1, 1 / needed));
  const scale = Math.min(innerWidth / 1280, (innerHeight - 20) / 700);
  slides[shown].style.transform = `scale(${scale})`;
}

function go(to) {
  slides[shown].classList.remove('shown');
  shown = Math.min(slides.length - 1, Math.max(0, to));
  slides[shown].classList.add('shown');
  place.textContent = `${shown + 1} / ${slides.length}`;
  history.replaceState(null, '', `#${shown + 1}`);
  fit();
}

const moves = {
  ArrowRight: () => shown + 1,
  PageDown: () => shown + 1,
  ArrowLeft: () => shown - 1,
  PageUp: () => shown - 1,
  Home: () => 0,
  End: () => slides.length - 1,
};
addEventListener('keydown', (event) => {
  const move = moves[event.key];
  if (move === undefined) return;
  event.preventDefault();
  go(move());
});
document.getElementById('back').onclick = () => go(shown - 1);
document.getElementById('on').onclick = () => go(shown + 1);
addEventListener('resize', fit);
document.addEventListener('toggle', fit, true);
addEventListener('hashchange', () => go(Number(location.hash.slice(1)) - 1));
go((Number(location.hash.slice(1)) || 1) - 1);
