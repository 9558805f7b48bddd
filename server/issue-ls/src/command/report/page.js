'use strict';
{
  const table = document.getElementById('fixes');
  const filters = document.getElementById('filters');
  const count = document.getElementById('count');
  const nothing = document.getElementById('nothing');
  const groups = table ? [...table.tBodies].map((body) => ({
    body,
    size: body.querySelector('.group small'),
    rows: [...body.querySelectorAll('tr:not(.group)')].map((row) => ({
      row,
      text: `${row.cells[0].textContent} ${row.cells[1].textContent}`.toLowerCase(),
      sigs: [...row.querySelectorAll('[data-sig]')].map((sig) => sig.dataset.sig),
      states: new Map([...row.querySelectorAll('[data-state]')].map((cell) => [cell.dataset.branch, cell.dataset.state])),
    })),
  })) : [];

  const isMeant = (state, wanted) => (wanted ? state === wanted : state !== 'not-affected');

  function filter() {
    const { text, sig, priority, branch, state } = Object.fromEntries(new FormData(filters));
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    let all = 0;
    for (const { body, size, rows } of groups) {
      const hasPriority = !priority || body.dataset.priority === priority;
      let left = 0;
      for (const { row, text, sigs, states } of rows) {
        const hasState = branch
          ? isMeant(states.get(branch), state)
          : !state || [...states.values()].includes(state);
        const isShown = hasPriority && hasState && (!sig || sigs.includes(sig)) && words.every((word) => text.includes(word));
        row.hidden = !isShown;
        left += isShown;
      }
      body.hidden = left === 0;
      size.textContent = left;
      shown += left;
      all += rows.length;
    }
    for (const cell of table.querySelectorAll('thead [data-branch]')) {
      cell.classList.toggle('chosen', cell.dataset.branch === branch);
    }
    count.textContent = shown === all ? `${all} ${all === 1 ? 'issue' : 'issues'}` : `${shown} of ${all} issues`;
    nothing.hidden = shown > 0;
  }

  // Numbers in texts are compared as numbers, so that v1.36.10 stands behind v1.36.9.
  const { compare } = new Intl.Collator('en', { numeric: true });

  function sort(heading) {
    const column = heading.cellIndex;
    const isDescending = heading.getAttribute('aria-sort') === 'ascending';
    for (const other of heading.parentElement.cells) other.removeAttribute('aria-sort');
    heading.setAttribute('aria-sort', isDescending ? 'descending' : 'ascending');
    const key = (row) => row.cells[column].dataset.key ?? row.cells[column].textContent.trim();
    for (const { body, rows } of groups) {
      const keyed = rows.map((entry) => [key(entry.row), entry]);
      // What has no value stays below, whichever way the column is sorted.
      keyed.sort(([one], [other]) => (one === '') - (other === '') || (isDescending ? compare(other, one) : compare(one, other)));
      body.append(...keyed.map(([, { row }]) => row));
    }
  }

  if (table) {
    table.tHead.addEventListener('click', (event) => {
      const button = event.target.closest('button');
      if (button) sort(button.parentElement);
    });
    filters.addEventListener('input', filter);
    filters.addEventListener('submit', (event) => event.preventDefault());
    // The controls have their first values only after the event.
    filters.addEventListener('reset', () => setTimeout(filter));
    filters.hidden = false;
    // A browser that goes back fills in what was chosen.
    filter();
  }
}
