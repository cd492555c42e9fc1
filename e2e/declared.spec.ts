import { expect, type Page } from '@playwright/test';
import { cifarCnn } from '../src/document/templates/cifarCnn';
import { openEditor } from './canvas';
import { test } from './page';
import { openDocument } from './run';

/** Adds a layer after the selected node, by the keyboard alone. */
async function add(page: Page, query: string, id: string): Promise<void> {
  await page.keyboard.press('/');
  await page.getByTestId('quick-add').getByRole('combobox').fill(query);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId(`node-${id}`)).toHaveAttribute('data-selected', 'true');
}

async function set(page: Page, field: string, value: string): Promise<void> {
  await page.getByTestId(`field-${field}`).fill(value);
  await page.getByTestId(`field-${field}`).blur();
  await page.locator('.react-flow__node.selected').focus();
}

const fix = (page: Page) => page.getByTestId('inspector').getByTestId('fix-param');

test('64*7*7 after unpadded 3x3 convolutions on 28x28: the page says what arrives and sets it right', async ({
  page,
}) => {
  await openEditor(page);
  await page.getByTestId('project-menu').click();
  await page.getByTestId('project-new').click();
  await expect(page.locator('.react-flow__node')).toHaveCount(0);
  await add(page, 'data set', 'dataset_1');
  await add(page, 'conv2d', 'conv2d_1');
  await add(page, 'max pool', 'maxPool2d_1');
  await add(page, 'conv2d', 'conv2d_2');
  await set(page, 'filters', '64');
  await add(page, 'max pool', 'maxPool2d_2');
  await add(page, 'flatten', 'flatten_1');
  await add(page, 'linear', 'dense_1');
  await expect(page.getByTestId('shape-dense_1-y')).toHaveText('B 128');
  await set(page, 'inFeatures', '64*7*7');
  const sentence = 'Dense: 64*7*7 = 3,136 input features were declared; 1,600 arrive.';
  await expect(page.getByTestId('problem-dense_1')).toHaveText(sentence);
  await expect(page.getByTestId('inspector')).toContainText(sentence);
  await expect(fix(page)).toHaveText('Set Input features to 1600: 204,928 parameters');
  await fix(page).click();
  await expect(page.getByTestId('problem-dense_1')).not.toBeAttached();
  await expect(page.getByTestId('shape-dense_1-y')).toHaveText('B 128');
  await expect(page.getByTestId('field-inFeatures')).toHaveValue('1600');
  await expect(page.getByTestId('node-parameters')).toHaveText('204,928');

  // A product that is right is said nothing about; nonsense is refused in words.
  await set(page, 'inFeatures', '64 * 5 * 5');
  await expect(page.getByTestId('problem-dense_1')).not.toBeAttached();
  await page.getByTestId('field-inFeatures').fill('sixty');
  await expect(page.getByRole('alert')).toContainText('a whole number or a product, such as 64*6*6');
});

test('64*6*6 after unpadded 5x5 convolutions on 32x32: in both languages, with a Flatten where that is what lacks', async ({
  page,
}) => {
  await openEditor(page);
  const { nodes, edges, ...rest } = cifarCnn.create();
  const node = (type: string, id: string, x: number, params = {}) => {
    const like = nodes.find((item) => item.type === type);
    if (!like) throw new Error(`no ${type} to copy`);
    return { ...like, id, position: { x, y: 0 }, params: { ...like.params, ...params } };
  };
  const wide = { kernel: [5, 5], padding: 'valid', stride: [1, 1] };
  const drawn = [
    node('dataset', 'dataset_1', 0),
    node('conv2d', 'conv2d_1', 208, { ...wide, filters: 32, inChannels: '3' }),
    node('maxPool2d', 'maxPool2d_1', 416),
    node('conv2d', 'conv2d_2', 624, { ...wide, filters: 64, inChannels: '32' }),
    node('maxPool2d', 'maxPool2d_2', 832),
    node('flatten', 'flatten_1', 1040),
    node('dense', 'dense_1', 1248, { units: 10, inFeatures: '64*6*6' }),
  ];
  const wires = drawn.slice(1).map(({ id }, index) => {
    const from = { node: drawn[index]?.id ?? '', port: index === 0 ? 'x' : 'y' };
    return { id: `${from.node}.${from.port}-${id}.x`, from, to: { node: id, port: 'x' } };
  });
  expect(edges.length).toBeGreaterThan(0);
  await openDocument(page, { ...rest, name: 'Famous', nodes: drawn, edges: wires });
  await page.getByTestId('node-dense_1').click();
  await expect(page.getByTestId('problem-dense_1')).toHaveText(
    'Dense: 64*6*6 = 2,304 input features were declared; 1,600 arrive.',
  );
  await page.getByTestId('language-menu').click();
  await page.getByTestId('language-zh-CN').click();
  await expect(page.getByTestId('problem-dense_1')).toHaveText(
    '全连接：声明了 64*6*6 = 2,304 个输入特征，实际到达 1,600 个。',
  );
  await expect(fix(page)).toHaveText('将输入特征数设为 1600：16,010 个参数');
  await page.getByTestId('language-menu').click();
  await page.getByTestId('language-en').click();
  await fix(page).click();
  await expect(page.getByTestId('problem-dense_1')).not.toBeAttached();
  await expect(page.getByTestId('shape-dense_1-y')).toHaveText('B 10');

  // Channels are checked as well.
  await page.getByTestId('node-conv2d_2').click();
  await page.getByTestId('field-inChannels').fill('16');
  await expect(page.getByTestId('problem-conv2d_2')).toContainText('16 input channels were declared; 32 arrive.');
  await fix(page).first().click();
  await expect(page.getByTestId('problem-conv2d_2')).not.toBeAttached();

  // Without the Flatten it is offered first: the declared size was right.
  await page.getByTestId('node-flatten_1').click();
  await page.keyboard.press('Shift+Delete');
  await expect(page.getByTestId('problem-dense_1')).toContainText('1,600 input features were declared; 5 arrive.');
  await page.getByTestId('node-dense_1').getByTestId('fix-insert').click();
  await expect(page.getByTestId('shape-dense_1-y')).toHaveText('B 10');
});
