/** A number of a trained template and what it has to be. */
export type Bar = { readonly score: string } & (
  | { readonly least: number }
  | { readonly most: number }
  /** More than the same number of another run. */
  | { readonly above: { readonly template: string; readonly args: readonly string[] } }
);

/** One run of `train` with seed 1 and what it has to reach. */
export interface AccuracyRun {
  readonly template: string;
  /** Beside the seed: the template's own budget where there are none. */
  readonly args: readonly string[];
  readonly bars: readonly Bar[];
}

const run = (template: string, ...bars: readonly Bar[]): AccuracyRun => ({ template, args: [], bars });
const runWith = (template: string, args: string, ...bars: readonly Bar[]): AccuracyRun => ({
  template,
  args: args.split(' '),
  bars,
});
const least = (score: string, value: number): Bar => ({ score, least: value });
const most = (score: string, value: number): Bar => ({ score, most: value });

/** What every template has to reach on its official test split, which is never used to train, stop or choose. */
export const accuracyRuns: readonly AccuracyRun[] = [
  run('toy-2d', least('accuracy', 0.97), most('seconds', 20)),
  run('mnist-mlp', least('accuracy', 0.95)),
  // PyTorch with the same net, 6 epochs at a constant rate: 0.947
  runWith('mnist-mlp', '--epochs 6', least('accuracy', 0.942)),
  run('mnist-cnn', least('accuracy', 0.98)),
  // PyTorch with the same net, 3 epochs at a constant rate: 0.970; on all examples 0.983 after one
  runWith('mnist-cnn', '--epochs 3', least('accuracy', 0.968)),
  runWith('mnist-cnn', '--full --epochs 1', least('accuracy', 0.98)),
  runWith('mnist-cnn', '--full --epochs 3', least('accuracy', 0.988)),
  runWith('cifar-cnn', '--full', least('accuracy', 0.68)),
  runWith('cifar-resnet', '--full', { score: 'accuracy', above: { template: 'cifar-cnn', args: ['--full'] } }),
  run('doodle-cnn', least('accuracy', 0.75)),
  run('lstm-rows', least('accuracy', 0.95)),
  run('lstm-stack', least('accuracy', 0.95)),
  run('gru-names', least('accuracy', 0.85)),
  run('lstm-sentiment', least('accuracy', 0.76)),
  run('bert-sentiment', least('accuracy', 0.74)),
  run('cnn-text', least('accuracy', 0.75)),
  run('char-gpt', most('loss', 2)),
  // with all tokens so far right, greedy decoding reads what teacher forcing feeds: both get the same sequences right whole
  run('seq2seq-dates', least('exactMatch', 0.95)),
  run('autoencoder', most('loss', 0.11)),
  run('anomaly', least('auc', 0.95)),
  // PyTorch: 113.8, of which 23.7 are the KL term; a decoder that ignores the code leaves it near 0
  run('vae', most('loss', 118), least('kl', 20)),
  run('dcgan', least('sure', 0.8), least('digits', 10)),
  // the ratings' noise: 0.3
  run('recommender', most('rootMeanSquaredError', 0.315)),
  run('cars-mpg', least('r2', 0.85)),
  run('penguins', least('accuracy', 0.97)),
  // the day before; the same day a year before, the baseline it has to beat, is at 3.84
  run('forecast', most('absoluteError', 2.25)),
  // what the frequencies of the words alone give
  run('word2vec', most('loss', 0.4418)),
];

/** Whether a number is what a bar wants; never where it is missing or NaN. */
export function meets(bar: Bar, score: number | undefined, other?: number): boolean {
  if (score === undefined) return false;
  if ('least' in bar) return score >= bar.least;
  if ('most' in bar) return score <= bar.most;
  return other !== undefined && score > other;
}
