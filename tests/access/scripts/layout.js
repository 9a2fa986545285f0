// What depends on the width, the size of text and the spaces in it.
({
    clipped: () => found(all('body *').filter(isClipped), 'is cut off'),
    sideways: () => {
        const root = document.documentElement;
        return root.scrollWidth <= root.clientWidth + 1 ? [] : [
            `the page is ${root.scrollWidth} wide on a screen of ${root.clientWidth}: `
            + all('body *').filter(one => isSeen(one) && one.getBoundingClientRect().right > root.clientWidth + 1)
                .slice(0, 3).map(called).join(', ')];
    },
    targets: () => found(controls().filter(one => !isInline(one) && isSmaller(one, 24)), 'is smaller than 24 by 24')
        .concat(found(controls().filter(one => one.matches('.button, main button[type=submit], .slot, .slots button')
            && !isInline(one) && !one.closest('.small-targets') && isSmaller(one, 44)), 'is smaller than 44 by 44')),
    sequence: () => {
        const blocks = all('main :is(h1, h2, h3, h4, p, label, legend, dt, dd, button, input, select, textarea)')
            .filter(one => isSeen(one) && !isOutOfFlow(one));
        const swapped = blocks.filter((one, n) => n && isAbove(one, blocks[n - 1]));
        return found(swapped, 'stands above what comes before it');
    },
    // Under "reduce": nothing moves, nothing slides, nothing fades.
    still: () => {
        const moves = all('html, body *').filter(one => {
            const style = getComputedStyle(one);
            return style.animationName !== 'none' || style.transitionDuration.split(',').some(time => parseFloat(time) > 0)
                || style.scrollBehavior === 'smooth';
        });
        return found(moves, 'moves').concat(document.getAnimations().map(one => `${one.animationName || 'it'} runs`));
    },
    // Nothing that comes with the pointer, which somebody could then not get rid of, or never see.
    hovering: () => rules().filter(rule => /:hover/.test(rule.selectorText || '')
        && document.querySelector(rule.selectorText.replaceAll(':hover', ''))
        && ['display', 'visibility', 'opacity', 'content', 'clipPath', 'height', 'maxHeight'].some(name => rule.style[name]))
        .map(rule => `${rule.selectorText} shows something`),
    orientation: () => {
        const held = rules().filter(rule => rule.media && /orientation|aspect-ratio/.test(rule.media.mediaText))
            .map(rule => `${rule.media.mediaText} asks how the device is held`);
        const turned = ['html', 'body', 'main'].map(name => document.querySelector(name))
            .filter(one => one && getComputedStyle(one).rotate + getComputedStyle(one).transform !== 'nonenone');
        return held.concat(found(turned, 'is turned'));
    },
    // Forced colours take away backgrounds, so what can be pressed needs a border or an underline.
    forced: () => found(controls(document.querySelector('main') || document.body).filter(one => {
        const style = getComputedStyle(one), isField = one.matches('input, select, textarea');
        const hasEdge = style.borderStyle !== 'none' && parseFloat(style.borderTopWidth) + parseFloat(style.borderBottomWidth) > 0;
        return (isField ? !['radio', 'checkbox', 'file', 'range'].includes(one.type) && !one.closest('.search') : one.matches('.button'))
            && !hasEdge && style.outlineStyle === 'none';
    }), 'has no edge in forced colours'),
})
