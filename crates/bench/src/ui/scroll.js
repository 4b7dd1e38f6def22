// Scrolls the matrix by so many pixels in each frame, and tells how long the frames took.
const [step, frames, done] = arguments;
const grid = document.querySelector('[role=grid]');
grid.scrollTop = 0;
const taken = [];
// A script may take 30 seconds.
const end = performance.now() + 20_000;
let last;
const tick = (now) => {
    if (last !== undefined) taken.push(now - last);
    last = now;
    const isAtEnd = grid.scrollTop + grid.clientHeight >= grid.scrollHeight - 1;
    if (taken.length >= frames || isAtEnd || now > end) {
        done({taken, scrolled: grid.scrollTop, rows: Number(grid.getAttribute('aria-rowcount')) - 1});
        return;
    }
    grid.scrollTop += step;
    requestAnimationFrame(tick);
};
requestAnimationFrame(tick);
