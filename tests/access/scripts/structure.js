// What can be read off the document: names, groups, titles, links, language.
({
    pictures: () => [
        ...found(all('img:not([alt]), input[type=image]:not([alt]), area:not([alt])'), 'has no alt'),
        ...found(all('svg').filter(svg => isSeen(svg) && !svg.closest('[aria-hidden=true]')
            && !(svg.getAttribute('role') === 'img' && (nameOf(svg) || svg.querySelector('title')))),
            'is neither named nor hidden'),
    ],
    // No media at all, so that nothing needs captions, a transcript or a way to stop it.
    media: () => found(all('audio, video, object, embed, track, marquee, blink'), 'is media'),
    words_in_pictures: () => found(all('img, image').filter(image =>
        !/\.svg(\?|$)/.test(image.currentSrc || image.src || '') && !image.hasAttribute('data-photograph')
        && !/^(data|blob):/.test(image.src || '')), 'may be a picture of words')
        .concat(found(all('svg text').filter(one => !one.closest('[aria-hidden=true], [role=img]')), 'is drawn')),
    groups: () => {
        const radios = all('input[type=radio]');
        const alone = radios.filter(one => radios.filter(other => other.name === one.name
            && other.form === one.form).length > 1 && !isGrouped(one));
        return found(alone, 'is in no named group').concat(
            found(all('table').filter(table => !all('th', table).length && !table.role), 'has no headings'));
    },
    senses: () => {
        const thing = '(button|box|link|panel|field|column|menu|list)';
        const colour = '(red|green|blue|amber|orange|yellow|grey|round|square)';
        const sense = new RegExp(`${thing}s? (on|at|to) the (left|right)|\\b${colour} ${thing}|`
            + `(click|press|see) (on )?the (left|right|${colour})\\b`, 'gi');
        return [...(document.body.innerText || '').matchAll(sense)].map(match => `says “${match[0]}”`);
    },
    purposes: () => {
        const wanted = {email: /^(email|username)/, tel: /^tel/};
        // What is asked about somebody else must not be filled in from the visitor's own card.
        const isOwn = input => isSeen(input) && !/their|emergency|child|doctor/i.test(nameOf(input));
        return all('input').filter(input => wanted[input.type] && isOwn(input)
            && !wanted[input.type].test(input.autocomplete)).map(input => `${called(input)} says no purpose`)
            .concat(found(all('input[type=text]').filter(input => isSeen(input) && /^(your |full )?name$/i
                .test(nameOf(input)) && input.autocomplete !== 'name'), 'says no purpose'));
    },
    colours: () => found(all('.status, .chip, .badge, .state').filter(one => isSeen(one) && !nameOf(one)), 'has no words')
        .concat(found(all('p a[href], li a[href], dd a[href]').filter(link => isSeen(link) && isInText(link)
            && !isMarked(link)), 'is told from the text by colour alone')),
    shortcuts: () => found(all('[accesskey], [onkeydown], [onkeypress], [onkeyup]'), 'takes keys for itself'),
    titled: () => {
        const title = document.title.trim(), hasError = !!document.querySelector('.error-summary, .errornote');
        return [
            !title && 'there is no title',
            hasError !== title.startsWith('Error: ') && `“${title}” hides or invents an error`,
            all('h1').length !== 1 && `there are ${all('h1').length} main headings`,
        ].filter(Boolean);
    },
    headings: () => found(all('h1, h2, h3, h4, h5, h6, label, legend, th[scope]').filter(one => isSeen(one)
        && !nameOf(one)), 'is empty'),
    links: () => {
        const places = {};
        for (const link of all('a[href]').filter(isSeen)) {
            const name = fullName(link).toLowerCase();
            (places[name] ||= new Set()).add(link.href.replace(/#.*/, ''));
        }
        const vague = /^(click here|here|more|read more|link|this|details)$/;
        return Object.entries(places).filter(([name, to]) => to.size > 1 || vague.test(name))
            .map(([name, to]) => `“${name}” leads to ${[...to].slice(0, 3).join(' and ')}`);
    },
    language: () => {
        const english = document.documentElement.lang.toLowerCase();
        const finnish = /\b[\wäö]*(ä|ö|hermorata|kankkunen)[\wäö]*/gi;
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const wrong = english === 'en-gb' ? [] : [`the page is in “${english}”`];
        while (walker.nextNode()) {
            const at = walker.currentNode.parentElement;
            if (at.closest('[lang]')?.lang.startsWith('fi') || at.closest('script, style, textarea, [translate=no]')) continue;
            wrong.push(...(walker.currentNode.data.match(finnish) || []).map(word => `“${word}” has no language`));
        }
        return wrong;
    },
    labels: () => [
        ...found(all('input:not([type=hidden]):not([type=submit]):not([type=button]), select, textarea')
            .filter(field => isSeen(field) && !(field.labels?.length && text(field.labels[0]))
                && !field.getAttribute('aria-label') && !named(field.getAttribute('aria-labelledby'))), 'has no label'),
        ...found(all('main [placeholder]'), 'has a label that vanishes'),
    ],
    errors: () => {
        const summary = document.querySelector('.error-summary');
        if (!summary) return found(all('[aria-invalid=true]'), 'is wrong, and no summary says so');
        const lines = all('a[href^="#"]', summary), marked = all('[aria-invalid=true]');
        return [
            ...found(lines.filter(line => !document.getElementById(line.hash.slice(1))), 'leads to no field'),
            ...found(lines.filter(line => !/^([^:]+: )?(enter|fill|choose|tick|select|write|say|answer|add|give|type|leave|keep|use|check|pick|press|see|look|wait|ring|call|send|go)\b|must|too |already/i
                .test(text(line))), 'does not say how to mend it'),
            ...found(marked.filter(field => !named(field.getAttribute('aria-describedby'))
                && !named(field.closest('fieldset')?.getAttribute('aria-describedby'))), 'is wrong, and does not say why'),
            ...(lines.length || !marked.length ? [] : ['the summary names no field']),
        ];
    },
    statuses: () => found(all('.error-summary').filter(one => one.getAttribute('role') !== 'alert'), 'is not announced')
        .concat(found(all('.messages, .messagelist, .notice--done').filter(one => !one.closest('[role=status], [role=alert]')
            && !one.querySelector('[role=status], [role=alert]')), 'is not announced')),
    authentication: () => found(all('[onpaste], [oncopy]'), 'forbids pasting').concat(
        found(all('input[type=password]').filter(one => !/current-password|new-password/.test(one.autocomplete)),
            'is not filled in by a password manager'),
        found(all('input[name=code]').filter(one => one.autocomplete !== 'one-time-code'), 'takes no code from the device')),
    dragging: () => found(all('[draggable=true]').filter(one => !one.matches('a[href], button')
        && !one.querySelector('a[href], button')), 'can only be dragged'),
    timing: () => found(all('meta[http-equiv=refresh]'), 'moves on by itself'),
    focus_order: () => found(all('[tabindex]').filter(one => one.tabIndex > 0), 'jumps the queue'),
    // Those that only a list of pages can judge: see consistent.py.
    facts: () => ({
        title: document.title,
        nav: all('.top nav a, .menu a').filter(isSeen).map(fullName),
        foot: all('.foot a').map(fullName),
        help: all(':is(header, footer) :is(a[href^="tel:"], a[href^="mailto:"], a[href$="/contact/"])').filter(isSeen).map(one =>
            `${one.closest('header, footer, main')?.tagName} ${one.getAttribute('href')}`),
        icons: all('button').filter(one => isSeen(one) && !text(one)).map(one => [one.innerHTML, nameOf(one)]),
    }),
})
