// Watches the matrix and the keys. A key's entry has its timestamp, when the matrix first changed after it, when the
// frame with that change was painted, and until when the browser presented what its events led to.
const keys = window.benchKeys = [];
const TYPING = ['keydown', 'keypress', 'beforeinput', 'input'];
addEventListener('keydown', ({timeStamp}) => {
    keys.push({start: timeStamp, changed: null, painted: null, presented: null});
}, true);
new MutationObserver(() => {
    const key = keys.at(-1);
    if (!key || key.changed !== null) return;
    key.changed = performance.now();
    requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => { key.painted = performance.now(); };
        channel.port2.postMessage(0);
    });
}).observe(document.querySelector('[role=grid]'), {
    subtree: true, childList: true, attributes: true, characterData: true,
});
new PerformanceObserver((list) => {
    for (const {name, startTime, duration} of list.getEntries()) {
        if (!TYPING.includes(name)) continue;
        const key = keys.findLast(({start}) => start <= startTime + 0.5);
        if (key) key.presented = Math.max(key.presented ?? 0, startTime + duration);
    }
}).observe({type: 'event', durationThreshold: 16});
