/**
 * What the page of the queues lacks for who hears it: buttons that only bear a picture get a name, the page a heading, and
 * the name of the page is not read twice.
 */
export const SCRIPT = `
const NAMES = { maximize: 'Full screen', minimize: 'Leave full screen', settings: 'Settings', 'ellipsis-vertical': 'More' };
const heading = document.querySelector('.dateline');
const mend = () => {
  for (const [picture, name] of Object.entries(NAMES))
    for (const svg of document.querySelectorAll('button:not([aria-label]) > svg.lucide-' + picture))
      svg.parentElement.setAttribute('aria-label', name);
  for (const logo of document.querySelectorAll('header img[alt]:not([alt=""])')) logo.alt = '';
  heading.hidden = document.querySelector('#root h1') !== null;
};
new MutationObserver(mend).observe(document.getElementById('root'), { childList: true, subtree: true });
mend();
`;

/** Letters that are grey on grey are as dark as those beside them. */
export const STYLE = `
kbd[aria-hidden], .dark-mode [class^='queueName-'] { color: inherit !important; }
[class^='queueName-']:not(.dark-mode *) { color: #0a4f48 !important; }
.sign-out { position: fixed; right: 1rem; bottom: 1rem; margin: 0; z-index: 10; }
.sign-out button { padding: 0.4rem 0.8rem; border: 1px solid; border-radius: 0.3rem; background: #ffffff; color: #14171a; }
.dateline { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
`;

/** Put before the root of the page. */
export const HEADING = `<div class="dateline" role="region" aria-label="Queues"><h1>Queues</h1></div>
<form class="sign-out" method="post" action="/queues/sign-out" aria-label="Session"><button>Sign out</button></form>`;
