// In place of whatever is on the page: a field, and a grid of which a third changes its colours with each key in it. No
// page does less that shows in a grid what is typed.
const [rows, columns] = arguments;
const field = Object.assign(document.createElement('input'), {value: '123456789', autocomplete: 'off'});
const grid = document.createElement('div');
grid.setAttribute('role', 'grid');
const cells = [];
for (let row = 0; row < rows; row += 1) {
    const line = grid.appendChild(document.createElement('div'));
    Object.assign(line.style, {display: 'flex', height: '24px'});
    for (let column = 0; column < columns; column += 1) {
        const cell = line.appendChild(document.createElement('div'));
        Object.assign(cell.style, {width: '22px', margin: '1px', borderRadius: '3px', background: '#ddd'});
        if (cells.length % 3 === 0) cell.dataset.changes = '';
        cells.push(cell);
    }
}
const changing = cells.filter((cell) => 'changes' in cell.dataset);
let isOn = false;
field.addEventListener('input', () => {
    isOn = !isOn;
    for (const {style} of changing) style.background = isOn ? '#3a7' : '#ddd';
});
document.body.replaceChildren(field, grid);
