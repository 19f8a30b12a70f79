import './style/page.css';
import { hydrateRoot } from 'react-dom/client';
import { Application, type Shown } from './application.js';
import { wordsIn } from './words/words.js';

/** Wakes the page that the server wrote. */
const page = document.getElementById('page');
const shown = document.getElementById('shown')?.textContent;
if (page !== null && shown != null) {
  const told = JSON.parse(shown) as Shown;
  hydrateRoot(page, <Application shown={told} words={wordsIn(told.language)} />);
}
