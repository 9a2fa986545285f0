// What every check needs: what is seen, what can be reached, and how to name it in a report.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const CONTROLS = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex="-1"])';

const isSeen = element => element.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true})
    && !element.closest('.visually-hidden, .skip:not(:focus)') && !!element.getClientRects().length;
const text = element => (element.textContent || '').replace(/\s+/g, ' ').trim();
const named = ids => (ids || '').split(/\s+/).map(id => document.getElementById(id)).filter(Boolean).map(text).join(' ');
const nameOf = element => named(element.getAttribute('aria-labelledby')) || element.getAttribute('aria-label')
    || (element.labels && [...element.labels].map(text).join(' ')) || text(element)
    || all('img[alt]', element).map(image => image.alt).join(' ') || element.value || '';
const called = element => {
    const css = element.className && element.className.baseVal === undefined ? `.${element.classList[0]}` : '';
    return `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : css} “${nameOf(element).slice(0, 40)}”`;
};
const canBeUsed = element => isSeen(element) && !element.disabled;
const controls = (root = document) => all(CONTROLS, root).filter(canBeUsed);
const found = (elements, what) => elements.map(element => `${called(element)} ${what}`);
const isGrouped = radio => {
    const group = radio.closest('fieldset, [role=radiogroup], [role=group]');
    return !!group && !!(text(group.querySelector('legend') || document.createElement('i'))
        || group.getAttribute('aria-label') || named(group.getAttribute('aria-labelledby')));
};
// A link with words beside it in the same line of text, not one that stands by itself.
const isInText = link => [...link.parentElement.childNodes].some(node =>
    node.nodeType === Node.TEXT_NODE && /\w{2}/.test(node.data));
const isMarked = link => {
    const style = getComputedStyle(link);
    return style.textDecorationLine.includes('underline') || parseFloat(style.borderBottomWidth) > 0
        || style.backgroundColor !== 'rgba(0, 0, 0, 0)';
};
// As it is read out: with the words that only a reader of screens gets, and with what describes it.
const fullName = link => `${nameOf(link)} ${named(link.getAttribute('aria-describedby'))}`.replace(/\s+/g, ' ').trim();
const rules = () => {
    const inside = list => [...list].flatMap(rule => [rule, ...(rule.cssRules ? inside(rule.cssRules) : [])]);
    return [...document.styleSheets].flatMap(sheet => inside(sheet.cssRules));
};
const isClipped = element => {
    const style = getComputedStyle(element);
    if (!isSeen(element) || !text(element) || element.closest('svg, [aria-hidden=true], select, option')) return false;
    const isHidden = way => way === 'hidden' || way === 'clip';
    const isCut = (isHidden(style.overflowY) && element.scrollHeight > element.clientHeight + 1)
        || (isHidden(style.overflowX) && element.scrollWidth > element.clientWidth + 1);
    return isCut && element.clientWidth > 1 && element.clientHeight > 1;
};
const isInline = element => getComputedStyle(element).display === 'inline' && (isInText(element)
    || !!element.closest('p, li, dd, td, th, h2, h3, label, legend'));
const isSmaller = (element, least) => {
    const boxes = [element, ...(element.labels || [])].map(one => one.getBoundingClientRect());
    return !boxes.some(box => box.width >= least - .5 && box.height >= least - .5);
};
const isOutOfFlow = element => {
    for (let one = element; one && one.tagName !== 'MAIN'; one = one.parentElement) {
        if (/absolute|fixed|sticky/.test(getComputedStyle(one).position) && one.tagName !== 'INPUT') return true;
    }
    return element.matches('.choice input, .choice label');
};
const isAbove = (one, before) => {
    const [a, b] = [one, before].map(element => element.getBoundingClientRect());
    return !before.contains(one) && a.bottom <= b.top + 1 && a.right > b.left + 1 && a.left < b.right - 1;
};
// Some show it around their label or row, which holds nothing else.
const isMarkedBy = element => [element.nextElementSibling, element.parentElement, element.closest('label')].some(one => {
    const style = one && getComputedStyle(one);
    return style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
});
const isHit = (element, box) => {
    const across = [box.left + 2, (box.left + box.right) / 2, box.right - 2];
    const down = [box.top + 2, (box.top + box.bottom) / 2, box.bottom - 2];
    return across.some(x => down.some(y => document.elementsFromPoint(x, y).slice(0, 1).some(top =>
        element.contains(top) || top.contains(element) && top.matches('label, a, button, summary')
        || [...(element.labels || [])].some(label => label.contains(top)))));
};
