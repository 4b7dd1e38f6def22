// Scrolls the matrix by so many pixels in each frame, and tells how long the frames took.
const [step, frames, done] = arguments;
const grid = document.querySelector('[role=grid]');
grid.scrollTop = 0;
const taken = [];
let last;
const tick = (now) => {
    if (last !== undefined) taken.push(now - last);
    last = now;
    const isAtEnd = grid.scrollTop + grid.clientHeight >= grid.scrollHeight - 1;
    if (taken.length >= frames || isAtEnd) {
        done({taken, scrolled: grid.scrollTop, rows: Number(grid.getAttribute('aria-rowcount')) - 1});
        return;
    }
    grid.scrollTop += step;
    requestAnimationFrame(tick);
};
requestAnimationFrame(tick);
