import type { Page } from 'playwright-core';
import { englishAmong, textsOf } from './english-left.js';
import { startShownPages, type ShownPages } from './shown-pages.js';

describe('what only script draws, in Spanish', () => {
  let pages: ShownPages;
  beforeAll(async () => {
    pages = await startShownPages();
  }, 120_000);
  afterAll(() => pages?.stop());

  /** Opens a page of the editor and gives it the key. */
  async function openWithKey(path: string): ReturnType<ShownPages['open']> {
    const shown = await pages.open(path);
    await shown.page.getByLabel('Clave con el alcance').fill(pages.api.adminKey);
    await shown.page.keyboard.press('Enter');
    await shown.page.getByText('Esta pestaña guarda una clave.').waitFor();
    return shown;
  }

  it.each(['type', 'topic', 'subjectType'])(
    'the band has no English in what it paints and tells, in lanes by %s',
    async (lane) => {
      const context = await pages.browser.newContext();
      await context.addInitScript(keepPainted);
      const { page } = await pages.openIn(context, `/?lang=es&lane=${lane}&include=milestones`);
      await page.waitForFunction(() => (globalThis as unknown as Painting).painted?.has('hoy'));
      const painted = await page.evaluate(() => [...((globalThis as unknown as Painting).painted ?? [])]);
      // What is cut short may be cut in the middle of a recorded word.
      expect(englishAmong(painted.filter((words) => !words.endsWith('…')))).toEqual([]);
      expect(await englishOn(page)).toEqual([]);
      await context.close();
    },
    60_000,
  );

  it('a subscription is previewed, and what is wrong with it said, without English of ours', async () => {
    const { page, context } = await pages.open('/remind?subject=usmca&lang=es');
    const preview = page.locator('.previewed');
    await preview.getByText(/^Por ahora, \d+ mensajes:$/).waitFor();
    await preview.locator('summary').first().click();
    expect(await preview.locator('summary').first().textContent()).toMatch(/^(Revisión|Recomendaciones|Fin)/);
    expect(await englishOn(page)).toEqual([]);
    await page.getByLabel('Correo electrónico').fill('nobody');
    await page.locator('#field-otherLeadTimes').fill('soon');
    await page.locator('#field-timeZone').fill('Nowhere/At_All');
    await page.getByRole('button', { name: 'Suscribirme' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.locator('#problem-address').textContent()).toBe('debe ser una dirección de correo');
    expect(await page.locator('#problem-timeZone').textContent()).toContain('zona horaria IANA');
    expect(await page.locator('.wrong [lang="en"], [role=alert] [lang="en"]').allTextContents()).toEqual([]);
    expect(await englishOn(page)).toEqual([]);
    await page.locator('#field-otherLeadTimes').fill('');
    await page.locator('#field-timeZone').fill('UTC');
    await page.getByRole('radio', { name: /En mi calendario/ }).check();
    await preview.getByText(/ningún mensaje/).waitFor();
    expect(await preview.locator('.lead-time').first().textContent()).toMatch(/\d{4}$/);
    expect(await englishOn(page)).toEqual([]);
    await context.close();
  }, 60_000);

  it('a record is written, helped with its date, and refused, without English of ours', async () => {
    const { page, context } = await openWithKey('/editor/record?kind=fact&subject=usmca&lang=es');
    await page.getByLabel('Qué ocurrió').selectOption('agreement.reviewed');
    const occurred = page.locator('[id="field-/occurred"]');
    const help = page.locator('[id="help-/occurred"]');
    await occurred.fill('2024-02-30');
    await help.getByText('ese mes tiene 29 días').waitFor();
    expect(await englishOn(page)).toEqual([]);
    await occurred.fill('2023-10~/2023-12');
    await help.getByText('aproximadamente de octubre a diciembre de 2023').waitFor();
    await page.locator('[id="field-/sources/0/source"]').fill('No Slug');
    await page.getByRole('button', { name: 'Registrar', exact: true }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.locator('[id="problem-/title"]').textContent()).toBe('es obligatorio');
    expect(await page.locator('[id="problem-/sources/0/source"]').textContent()).toContain('debe ser un identificador');
    expect(await page.locator('.wrong [lang="en"], [role=alert] [lang="en"]').allTextContents()).toEqual([]);
    expect(await englishOn(page)).toEqual([]);
    await page.goto(`${pages.api.url}/editor/change?fact=usmca-in-force&lang=es`);
    await page.locator('[id="field-/changes/occurred"]').fill('2020-07');
    await page.getByText('pasó a julio de 2020').waitFor();
    expect(await englishOn(page)).toEqual([]);
    await context.close();
  }, 60_000);

  it('an import is tried, with a problem beside each line, without English of ours', async () => {
    const { page, context } = await openWithKey('/editor/import?lang=es');
    const lines = [
      '{"record":"source", oops}',
      '{"record":"source","id":"No Slug","publisher":"","publishedOn":"1.5.2024","extra":1}',
      '{"record":"event"}',
      '{"record":"retraction","id":"r-1","fact":"no-such-fact","reason":"R","sources":[{"source":"state-fact-sheet-2024"}]}',
    ];
    await page.getByLabel('O las líneas mismas').fill(lines.join('\n'));
    await page.getByRole('button', { name: 'Probar' }).click();
    await page.getByRole('heading', { name: 'Lo que ocurriría' }).waitFor();
    const wrong = await page.locator('.problems .wrong').allTextContents();
    expect(wrong.join('\n')).toMatch(
      /no se puede leer[^]*identificador[^]*es obligatorio[^]*vacío[^]*no empieza con el año[^]*uno de estos valores[^]*No existe ese hecho/,
    );
    expect(await page.locator('.problems [lang="en"]').allTextContents()).toEqual([]);
    expect(await englishOn(page)).toEqual([]);
    await context.close();
  }, 60_000);
});

/** What a page shows now that is ours and not Spanish. */
async function englishOn(page: Page): Promise<string[]> {
  return [...new Set(englishAmong(textsOf(await page.content())))];
}

/** What runs in the page has of a browser. */
interface Painting {
  painted?: Set<string>;
  CanvasRenderingContext2D: { prototype: { fillText: (this: object, words: string, ...place: number[]) => void } };
}

/** Runs in the page: what is written on a canvas stands in no document. */
function keepPainted(): void {
  const { prototype } = (globalThis as unknown as Painting).CanvasRenderingContext2D;
  const painted = new Set<string>();
  Object.assign(globalThis, { painted });
  const paint = prototype.fillText;
  prototype.fillText = function (words, ...place) {
    painted.add(words);
    paint.call(this, words, ...place);
  };
}
