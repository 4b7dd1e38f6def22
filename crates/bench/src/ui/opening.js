// Notes when what SELECTOR finds is painted for the first time: the message is posted in the animation callback of the
// frame that shows it, and arrives when that frame is laid out and painted.
(() => {
    const look = () => {
        if (!document.querySelector(SELECTOR)) return;
        observer.disconnect();
        window.benchFound = performance.now();
        requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => { window.benchPainted = performance.now(); };
            channel.port2.postMessage(0);
        });
    };
    const observer = new MutationObserver(look);
    observer.observe(document, {childList: true, subtree: true});
})();
