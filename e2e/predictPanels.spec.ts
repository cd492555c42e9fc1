import { expect, type Page } from '@playwright/test';
import type { NetDocument } from '../src/document/schema';
import { anomaly } from '../src/document/templates/anomaly';
import { carsMpg } from '../src/document/templates/carsMpg';
import { charGpt } from '../src/document/templates/charGpt';
import { dcgan } from '../src/document/templates/dcgan';
import { forecast } from '../src/document/templates/forecast';
import { gruNames } from '../src/document/templates/gruNames';
import { lstmStack } from '../src/document/templates/lstmStack';
import { recommender } from '../src/document/templates/recommender';
import { seq2seqDates } from '../src/document/templates/seq2seqDates';
import { toy2d } from '../src/document/templates/toy2d';
import { vae } from '../src/document/templates/vae';
import { word2vec } from '../src/document/templates/word2vec';
import { dress, findings, looks } from './axe';
import { openImport } from './importing';
import { test } from './page';
import { answer, expectStatus, main, openDocument, openPage } from './run';

const WAIT = { timeout: 40_000 };

/** One page for all: what is tried is another project each time. After a failure there is a fresh one. */
let page: Page;
test.beforeAll(async ({ stage }) => {
  page = stage;
  await openPage(page);
});

/** The document as one of the user's own: nothing may hang on a template's name. */
async function tryOut(document: NetDocument, kind: string): Promise<void> {
  await openDocument(page, { ...document, id: `own-${document.id}`, name: `My ${document.id}` });
  const panel = page.getByTestId('predict');
  await expect(panel).toHaveAttribute('data-kind', kind);
  await page.mouse.move(5, 5);
  await panel.hover();
}

const text = (id: string) => page.getByTestId(id).innerText();

/** A number that changes with the picture on a canvas; 0 where it is blank. */
async function ink(id: string): Promise<number> {
  return page.getByTestId(id).evaluate((canvas: HTMLCanvasElement) => {
    const image = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height);
    const data = image?.data ?? new Uint8ClampedArray();
    return data.reduce((sum, value, i) => (i % 4 < 3 ? (sum * 31 + value) % 1_000_003 : sum), 0);
  });
}

test('a language model writes: greedy at temperature 0, the same text from the same seed, until stopped', async () => {
  await tryOut(charGpt.create(), 'writer');
  await page.getByTestId('writer-prompt').fill('Call me ');
  await expect(page.getByTestId('next-tokens').locator('li')).toHaveCount(8, WAIT);
  const write = async (settings: Readonly<Record<string, string>>) => {
    for (const [name, value] of Object.entries(settings)) await page.getByTestId(`writer-${name}`).fill(value);
    await page.getByTestId('writer-write').click();
    await expect(page.getByTestId('writer-write')).toBeEnabled(WAIT);
    return page.getByTestId('written').evaluate((element) => element.textContent ?? '');
  };
  const first = await write({ length: '30', seed: '1' });
  expect(first.startsWith('Call me ')).toBe(true);
  expect([...first]).toHaveLength('Call me '.length + 30);
  expect(await write({ seed: '2' })).not.toBe(first);
  expect(await write({ seed: '1' })).toBe(first);
  const greedy = await write({ temperature: '0', seed: '1' });
  expect(await write({ seed: '2' })).toBe(greedy);
  await expect(page.getByTestId('next-tokens').locator('li')).toHaveCount(1);
  await page.getByTestId('writer-temperature').fill('1');
  await page.getByTestId('writer-top-k').fill('3');
  await expect(page.getByTestId('next-tokens').locator('li')).toHaveCount(3, WAIT);
  await page.getByTestId('writer-length').fill('5000');
  await page.getByTestId('writer-write').click();
  await page.getByTestId('writer-stop').click();
  await expect(page.getByTestId('written')).toHaveAttribute('data-busy', 'false', WAIT);
  expect((await text('written')).length).toBeLessThan(4000);
  await page.getByTestId('writer-prompt').fill('Call ☃');
  await expect(page.getByTestId('predict-caption')).toContainText('Not in the vocabulary: ☃', WAIT);
});

test('word vectors: neighbours, sums, near spellings of unknown words, a map', async () => {
  await tryOut(word2vec.create(), 'neighbours');
  const rows = page.getByTestId('neighbours').locator('li');
  await expect(rows).toHaveCount(10, WAIT);
  const cosines = (await rows.locator('> span:nth-child(3)').allInnerTexts()).map(Number);
  expect(cosines).toEqual([...cosines].sort((a, b) => b - a));
  expect(cosines[0]).toBeLessThan(1);
  await page.getByTestId('neighbours-word').fill('captain - man + ship');
  await expect(rows).toHaveCount(10);
  await expect(page.getByTestId('neighbours')).not.toContainText(/\bcaptain\b/);
  await page.getByTestId('neighbours-word').fill('whaale');
  await expect(page.getByTestId('predict-caption')).toContainText('“whaale” is not in the vocabulary');
  await page.getByTestId('predict-caption').getByRole('button', { name: 'whale', exact: true }).click();
  await expect(rows).toHaveCount(10);
  await page.getByTestId('neighbours-map').click();
  await expect(page.getByTestId('word-map').locator('[data-asked="true"]')).toHaveText('whale');
});

test('a generator shows samples that follow noise, sliders and training', async () => {
  await tryOut({ ...dcgan.create(), training: { ...dcgan.create().training, batchSize: 8 } }, 'generator');
  await expect(page.getByTestId('codes-pictures')).toBeVisible(WAIT);
  const first = await ink('codes-pictures');
  await page.getByTestId('codes-new').click();
  await expect.poll(() => ink('codes-pictures')).not.toBe(first);
  await page.getByTestId('codes-seed').fill('1');
  await expect.poll(() => ink('codes-pictures')).toBe(first);
  await page.getByTestId('run-step').click();
  await expect.poll(() => ink('codes-pictures'), WAIT).not.toBe(first);
  await page.getByTestId('codes-sliders').click();
  const still = await ink('codes-pictures');
  await page.getByTestId('codes-z1').fill('3');
  await expect.poll(() => ink('codes-pictures'), WAIT).not.toBe(still);
});

test('an autoencoder draws a picture again, scores it, and decodes codes of its own', async () => {
  await tryOut(vae.create(), 'redraw');
  await page.getByTestId('pad-sample').click();
  await expect(page.getByTestId('reconstruction')).toBeVisible(WAIT);
  await expect(page.getByTestId('score')).toHaveAttribute('data-score', /^0\.\d+/, WAIT);
  await expect(page.getByTestId('histogram')).toBeVisible();
  const threshold = await page.getByTestId('score').getAttribute('data-threshold');
  await page.getByTestId('threshold').fill('0.5');
  await expect(page.getByTestId('score')).not.toHaveAttribute('data-threshold', threshold ?? '');
  await page.getByTestId('redraw-codes').click();
  for (const mode of ['samples', 'walk', 'map']) {
    await page.getByTestId(`codes-${mode}`).click();
    await expect(page.getByTestId('codes-pictures')).toBeVisible(WAIT);
    expect(await ink('codes-pictures')).not.toBe(0);
  }
});

test('a model whose answer is a score judges by it', async () => {
  await tryOut(anomaly.create(), 'redraw');
  await page.getByTestId('pad-sample').click();
  // untrained, every pixel is about 0.5: squared errors of about 0.25
  await expect(page.getByTestId('score')).toHaveAttribute('data-score', /^0\.2\d+/, WAIT);
});

test('a text is shown as the model sees it, with what each token adds', async () => {
  await tryOut(gruNames.create(), 'text');
  await page.getByTestId('text-input').fill('Anna✿');
  const tokens = page.getByTestId('tokens').locator('li');
  await expect(tokens).toHaveText(['a', 'n', 'n', 'a', '✿'], WAIT);
  await expect(tokens.last()).toHaveAttribute('data-unknown', 'true');
  await expect(tokens.first()).toHaveAttribute('data-effect', /for|against/, WAIT);
  const shares = await answer(page);
  expect(shares).toHaveLength(2);
  expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
  await page.getByTestId('text-sample').click();
  await expect(page.getByTestId('predict-caption')).toHaveText(/Test example: (fe)?male\. (Right|Wrong)\./, WAIT);
});

test('a translation is written token by token, with where the model looked', async () => {
  await tryOut(seq2seqDates.create(), 'translator');
  await page.getByTestId('translator-input').fill('9 May 2031');
  const attention = page.getByTestId('attention');
  await expect(attention).toBeVisible(WAIT);
  // as many columns as tokens were read: the letters, a start and an end
  const columns = await attention.evaluate(
    (element) => getComputedStyle(element).gridTemplateColumns.split(' ').length,
  );
  expect(columns).toBe(2 + 10 + 2);
  await page.getByTestId('translator-sample').click();
  await expect(page.getByTestId('translated')).toContainText(/Truth: \d{4}-\d\d-\d\d/, WAIT);
});

test('a table is a form with a test row, and the prediction follows it', async () => {
  await tryOut(carsMpg.create(), 'table');
  const prediction = page.getByTestId('prediction');
  await expect(prediction).toHaveAttribute('data-value', /\d/, WAIT);
  // untrained, but standardised as a trained one: it guessed hundreds of miles
  expect(Math.abs(Number(await prediction.getAttribute('data-value')))).toBeLessThan(10);
  await expect(page.getByTestId('truth')).toHaveText(/Truth: \d/);
  const before = (await prediction.getAttribute('data-value')) ?? '';
  await page.getByTestId('field-weight (lb)').fill('1500');
  await expect(prediction).not.toHaveAttribute('data-value', before);
  await expect(page.getByTestId('truth')).toHaveText(/Your own row/);
  await page.getByTestId('field-origin').selectOption('Japan');
  await page.getByTestId('table-another').click();
  await expect(page.getByTestId('truth')).toHaveText(/Truth: \d/, WAIT);
});

/** A line through the prices of Prices.csv, both sides of it standardised. */
function prices(): NetDocument {
  const document = carsMpg.create();
  const standardised = (column: string) => ({ column, type: 'standardise', params: {} });
  const columns = [
    { name: 'features', kind: 'features', dtype: 'float32', shape: [1], features: ['km'] },
    { name: 'y', title: 'price', kind: 'number', dtype: 'float32', shape: [], target: true },
  ];
  const steps = [standardised('features'), standardised('y')];
  const nodes = document.nodes.flatMap((node) => {
    if (node.type !== 'dataset') return /^(concat|dense_[12]|r2)/.test(node.id) ? [] : [node];
    return [{ ...node, params: { ...node.params, dataset: 'my-prices', columns, steps } }];
  });
  const kept = document.edges.filter(({ from, to }) =>
    [from, to].every((end) => nodes.some(({ id }) => id === end.node)),
  );
  const wire = { from: { node: 'dataset_1', port: 'features' }, to: { node: 'dense_3', port: 'x' } };
  const edges = [...kept, { id: 'dataset_1.features-dense_3.x', ...wire }];
  return { ...document, id: 'own-prices', name: 'Prices', nodes, edges } as NetDocument;
}

test('a standardised target of a table of one’s own is answered in its unit, before and after training', async ({
  page,
}) => {
  await openImport(page, 'table');
  // 20,000 and 100 more for each kilometre
  const rows = Array.from({ length: 60 }, (_, km) => `${km},${20_000 + 100 * km}`);
  const buffer = Buffer.from(['km,price', ...rows].join('\n'));
  await page.getByTestId('import-file').setInputFiles({ name: 'Prices.csv', mimeType: 'text/csv', buffer });
  await page.getByTestId('import-start').click();
  await expect(page.getByTestId('import-result')).toContainText('60 of 60', WAIT);
  await page.getByTestId('import-use').click();
  await page.keyboard.press('Escape');
  const document = prices();
  const phases = document.training.phases.map((phase) => ({
    ...phase,
    optimizer: { ...phase.optimizer, params: { ...phase.optimizer.params, learningRate: 0.1 } },
    gradient: undefined,
  }));
  await openDocument(page, { ...document, training: { ...document.training, phases, epochs: 60 } } as NetDocument);
  await page.getByTestId('predict').hover();
  const prediction = page.getByTestId('prediction');
  const value = async () => Number((await prediction.getAttribute('data-value')) ?? Number.NaN);
  await expect(prediction).toHaveAttribute('data-value', /\d/, WAIT);
  await page.getByTestId('field-km').fill('30');
  await expect(page.getByTestId('truth')).toHaveText(/Your own row/);
  expect(await value()).toBeGreaterThan(12_000);
  expect(await value()).toBeLessThan(35_000);
  await main(page).click();
  await expectStatus(page, 'finished', 60_000);
  await expect.poll(value, WAIT).toBeGreaterThan(22_800);
  expect(await value()).toBeLessThan(23_200);
});

test('a plane of two numbers is asked by a click', async () => {
  await tryOut(toy2d.create(), 'table');
  await expect(page.getByTestId('plane')).toHaveAttribute('data-ready', 'true', WAIT);
  const before = await answer(page);
  await page.getByTestId('plane').click({ position: { x: 12, y: 12 } });
  await expect.poll(() => answer(page)).not.toEqual(before);
});

test('a forecast stands beside the truth and the naive one', async () => {
  await tryOut(forecast.create(), 'forecast');
  const naive = page.getByTestId('forecast-key').locator('[data-of="naive"]');
  // the mean error of saying what the day before was, as docs/models.md has it
  await expect(naive).toHaveAttribute('data-mae', /^2\.25\d/, WAIT);
  await expect(page.getByTestId('forecast-key').locator('[data-of="model"]')).toHaveAttribute('data-mae', /^\d/, WAIT);
  // the bar of docs/models.md: the same day a year before
  const season = page.getByTestId('forecast-key').locator('[data-of="season"]');
  await expect(season).toHaveAttribute('data-mae', /^3\.84/);
  await page.getByTestId('forecast-season').fill('1');
  await expect(season).toHaveAttribute('data-mae', /^2\.25/);
  await page.getByTestId('forecast-season').fill('5000');
  await expect(page.getByTestId('predict-caption')).toContainText('A season of 1 to 1126 rows can be looked up.');
  const before = (await naive.getAttribute('data-value')) ?? '';
  await page.getByTestId('forecast-window').fill('100');
  await expect(naive).not.toHaveAttribute('data-value', before);
});

test('a recommender lists what somebody would like best', async () => {
  await tryOut(recommender.create(), 'recommender');
  const items = page.getByTestId('recommended').locator('li');
  await expect(items).toHaveCount(10, WAIT);
  const before = await text('recommended');
  await page.getByTestId('recommender-user').fill('7');
  await expect(page.getByTestId('recommended')).not.toHaveText(before, { useInnerText: true });
  await expect(page.getByTestId('predict-caption')).toHaveText(/In the test split: \d+ ratings/);
});

test('any other model is shown a test example', async () => {
  await tryOut(lstmStack.create(), 'other');
  expect((await answer(page)).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4);
  await expect(page.getByTestId('predict-caption')).toHaveText(/Truth: \d/);
  await page.getByTestId('predict-size').click();
  await expect(page.getByTestId('predict')).toHaveAttribute('data-large', 'true');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('predict')).toHaveAttribute('data-large', 'false');
});

test('axe finds nothing where models are tried', async ({ page }) => {
  test.slow();
  await openPage(page, { scheme: 'auto' });
  const models = [charGpt, vae, gruNames, carsMpg, forecast, word2vec, dcgan, seq2seqDates, recommender, lstmStack];
  for (const { create } of models) {
    const document = create();
    await openDocument(page, document);
    await page.mouse.move(5, 5);
    await page.getByTestId('predict').hover();
    await expect(page.getByTestId('predict-runtime')).toHaveAttribute('data-status', 'ready', WAIT);
    for (const look of looks) {
      await dress(page, look);
      expect(await findings(page), `${document.id}: ${look.locale}, ${look.scheme}`).toEqual([]);
    }
  }
});
