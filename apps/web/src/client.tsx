import './style/page.css';
import { hydrateRoot } from 'react-dom/client';
import { Application, type Shown } from './application.js';
import { PAGES } from './pages/pages.js';
import { wordsIn } from './words/words.js';

/** Wakes the page that the server wrote. */
async function wake(element: HTMLElement, shown: Shown): Promise<void> {
  const loadPage = shown.page === null ? undefined : PAGES[shown.page];
  const [page, words] = await Promise.all([loadPage?.(), wordsIn(shown.language)]);
  hydrateRoot(element, <Application shown={shown} page={page} words={words} />);
}

const element = document.getElementById('page');
const shown = document.getElementById('shown')?.textContent;
if (element !== null && shown != null) void wake(element, JSON.parse(shown) as Shown);
