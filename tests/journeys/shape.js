// How a page is built: its elements with their classes, roles and states, which of them hold text, what is
// labelled and described; of equal ones in a row only the first. Not what it says, nor where it leads.
() => {
    const ofThisAnswer = new Set([
        ...['href', 'src', 'srcset', 'action', 'id', 'for', 'name', 'value', 'content', 'datetime', 'title', 'alt'],
        ...['d', 'points', 'x', 'y', 'x1', 'x2', 'y1', 'y2', 'cx', 'cy', 'r', 'width', 'height', 'viewBox'],
        ...['transform', 'aria-label', 'aria-describedby', 'aria-labelledby', 'aria-controls', 'aria-owns'],
    ]);
    const pointsTo = /^aria-(describedby|labelledby|controls|owns)$/;
    const isThere = ids => ids.split(/\s+/).every(id => document.getElementById(id));
    const attribute = ({name, value}) => ofThisAnswer.has(name) || name.startsWith('data-')
        ? `${name}:${!!value.trim()}:${pointsTo.test(name) && isThere(value)}`
        : `${name}=${value}`;
    const shape = node => {
        if (node.nodeType === Node.TEXT_NODE) return node.data.trim() && 'text';
        if (node.nodeType !== Node.ELEMENT_NODE) return '';
        const kids = [...node.childNodes].map(shape).filter(Boolean);
        return [
            node.tagName, ...[...node.attributes].map(attribute).sort(), node.checked, node.open,
            node.labels && node.labels.length, '>', ...kids.filter((kid, n) => kid !== kids[n - 1]), '<',
        ].join(' ');
    };
    return innerWidth + shape(document.documentElement);
}
