// What somebody finds who goes through the page by Tab; looking.py presses the keys.
({
    // The place of the focus among all that Tab comes to, and what is wrong with it there.
    focused: () => {
        const one = document.activeElement;
        if (!one || one === document.body) return null;
        const style = getComputedStyle(one), box = one.getBoundingClientRect();
        const rings = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
        return {
            place: all('*').indexOf(one), name: called(one), href: one.getAttribute('href'),
            ring: rings || isMarkedBy(one) ? '' : `${called(one)} shows no ring`,
            obscured: isHit(one, box) ? '' : `${called(one)} is out of sight`,
        };
    },
    tabbed: () => all(CONTROLS).filter(one => one.tabIndex >= 0 && !one.disabled
        && one.checkVisibility({visibilityProperty: true})).length,
    // Each place that Tab has to come to; of several radio buttons it comes to one.
    unreached: places => all(CONTROLS).map(one => [one, all('*').indexOf(one)]).filter(([one, place]) =>
        one.tabIndex >= 0 && !one.disabled && one.type !== 'radio' && !places.includes(place)
        && one.checkVisibility({visibilityProperty: true})).map(([one]) => `Tab never comes to ${called(one)}`),
    // From the top, wherever the page has put the focus itself.
    from_the_top: () => {
        const top = document.createElement('i');
        top.tabIndex = -1;
        document.body.prepend(top);
        top.focus();
        top.remove();
        window.scrollTo(0, 0);
    },
    // Coming to a field or changing it must lead nowhere, and send nothing.
    surprises: () => {
        const sent = [], address = location.href;
        const note = event => { event.preventDefault(); sent.push(called(event.target)); };
        document.addEventListener('submit', note, true);
        for (const field of controls(document.querySelector('main') || document.body)
            .filter(one => one.matches('input, select, textarea, button'))) {
            field.focus();
            for (const kind of ['focus', 'input', 'change', 'blur']) field.dispatchEvent(new Event(kind, {bubbles: true}));
            if (location.href !== address) sent.push(`${called(field)} went to ${location.href}`);
        }
        document.removeEventListener('submit', note, true);
        return sent.map(what => `${what} is sent by itself`);
    },
})
