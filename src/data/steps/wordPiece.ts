import { internal } from '../../core/errors';
import { BERT_SPECIAL } from '../../layers/steps/text';
import { DataError } from '../dataset';
import { gunzip } from '../gunzip';
import type { FetchBytes } from '../loader';
import type { WordPiece } from './hostStep';

/** The 30,522 words of BERT's vocabulary (uncased), by their numbers. Rejects with `DataError`. */
export async function loadWords(fetchBytes: FetchBytes, signal?: AbortSignal): Promise<readonly string[]> {
  const path = 'wordPiece/vocabulary.txt.gz';
  const bytes = await fetchBytes(path, signal);
  const words = new TextDecoder().decode(bytes[0] === 0x1f ? await gunzip(bytes, path) : bytes).split('\n');
  if (words[BERT_SPECIAL.unknown] !== '[UNK]') throw new DataError('data.corrupt', path, 'not the vocabulary of BERT');
  return words;
}

/** WordPiece over that vocabulary, as Hugging Face's tokenizers do it. Rejects with `DataError`. */
export async function loadWordPiece(fetchBytes: FetchBytes, signal?: AbortSignal): Promise<WordPiece> {
  const words = await loadWords(fetchBytes, signal);
  const { Tokenizer } = await import('@huggingface/tokenizers');
  const tokenizer = new Tokenizer(describe(words), {});
  return (text) => tokenizer.encode(text, { add_special_tokens: false }).ids.map(whole);
}

const whole = (id: number): number => (Number.isInteger(id) ? id : internal(`a token ${id}`));

/** tokenizer.json of bert-base-uncased. */
const describe = (words: readonly string[]) => ({
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: [],
  normalizer: {
    type: 'BertNormalizer',
    clean_text: true,
    handle_chinese_chars: true,
    strip_accents: null,
    lowercase: true,
  },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: null,
  decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: Object.fromEntries(words.map((word, id) => [word, id])),
  },
});
