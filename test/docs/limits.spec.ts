import { USUAL_ADMISSION } from '../../apps/api/src/http/admission/limits.js';
import { readSettings } from '#libs/kernel';
import { rowsOf, section, textOf } from './documents.js';

describe('the limits', () => {
  it('are in a service as the page on security lists them', () => {
    const listed = rowsOf(section('docs/security.md', 'Limits')).flatMap(([, limits = '']) =>
      [...limits.matchAll(/`(\w+)` ([\d,]+)/g)].map(([, name, number]) => [name, Number(number!.replaceAll(',', ''))]),
    );
    expect(Object.fromEntries(listed)).toEqual(USUAL_ADMISSION);
  });

  const {
    chunks,
    leastChunk,
    bodyMs,
    underWay,
    underWayPerClient,
    databasePlaces,
    databasePlacesPerClient,
    statementMs,
  } = USUAL_ADMISSION;
  it.each([
    ['docs/security.md', `of more than ${chunks} chunks that hold fewer than ${leastChunk} bytes on average`],
    ['docs/security.md', `that takes longer than ${bodyMs / 1000} s ends`],
    [
      'docs/security.md',
      `with ${underWayPerClient} slow requests each take all ${underWay.toLocaleString('en')} places`,
    ],
    ['docs/security.md', `can take all ${databasePlaces} places at the database`],
    ['ARCHITECTURE.md', `needs one of ${databasePlaces} places, of which a client has ${databasePlacesPerClient}`],
    ['ARCHITECTURE.md', `other statements of the API end after ${statementMs / 1000} seconds`],
    ['README.md', `| ${readSettings({}).rateLimit} | points per minute`],
  ])('are those of the sentence in %s: %s', (document, sentence) => {
    expect(textOf(document).replaceAll(/\s+/g, ' ')).toContain(sentence);
  });
});
