// What came of `opening.js`, once it is there, and what was loaded for it.
const [done] = arguments;
const file = ({name, encodedBodySize, decodedBodySize, requestStart, responseEnd}) => ({
    path: new URL(name).pathname, bytes: encodedBodySize, whole: decodedBodySize, start: requestStart, end: responseEnd,
});
const wait = () => {
    if (window.benchPainted === undefined) return setTimeout(wait, 20);
    const files = ['navigation', 'resource'].flatMap((type) => performance.getEntriesByType(type)).map(file);
    done({found: window.benchFound, painted: window.benchPainted, files});
};
wait();
