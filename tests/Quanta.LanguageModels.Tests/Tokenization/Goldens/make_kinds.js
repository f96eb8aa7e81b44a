// Writes the goldens of every kind of tokenizer that is read, with Hugging Face's tokenizers library itself:
//   pieces-tokenizer.json   a made-up SentencePiece vocabulary: characters, pairs of them, the 256 bytes, special tokens
//   kinds.json              texts; and kinds of tokenizers, each as what differs from tiny-tokenizer.json or pieces-tokenizer.json, with the library's ids of the
//                           texts, those with the post-processor's (null: the same), and the decoding of the latter (null: the text; false: not compared, as the
//                           library decodes an added token that is normalised to its normalised text)
//
//     npm install tokenizers@0.23.2 && node make_kinds.js
//
// Made with tokenizers 0.23.2 for Node 20. Run make_goldens.js first.
const { Tokenizer } = require('tokenizers');
const { readFileSync, writeFileSync } = require('fs');
const path = require('path');

let state = 271828n;
function random(end) { // a 64-bit linear congruential generator (Knuth's MMIX constants), upper bits
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number((state >> 33n) % BigInt(end));
}
const pick = list => list[random(list.length)];
const file = name => path.join(__dirname, name);

const fragments = [
    'hello', ' the', 'The', 'ing', 'abc', 'abcabcabc', 'cab ', ' a b c', 'b\u2581a', '\u2581', '\u2581\u2581the', 'ab \u2581c', 'naïve', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    "'s", "'re", "'LL", "'\u017f", "'tis", "''", "don't", "WE'VE", ' ', '  ', '   ', '    ', '\n', '\n\n', ' \n ', '\t', '\r\n', '\r\n\r\n  x', '\u00a0', '\u3000', '\u0085', '\u200b', '\u2028',
    '1', '12', '123', '1234567', '½', '४५६७', 'Ⅷ', '²³', '日²', '𝟙𝟚', '!', '...', '://', '_', '¿', '«', '-', '#$%', '!\n\n', '?\r\na', '+=', '€', '´', '…', '。',
    'é', 'e\u0301', '\u0301', 'a\u0307\u0323', 'हिन्दी', '한글', '\u1112\u1161\u11ab', 'שלום', 'مرحبا', '漢字', '\uf900', '𐐀𐐨', '𝒜bc', '𠀀𠀁', '😀', ' 😀', '👩‍👩‍👧', '🏽', '\ufeff', '\ufffd', '\u0000', 'ß', 'İI', 'ǅǆ', 'CamelCase', 'HTMLParser', 'straße',
    '<s>', '</s>', '<s> a', '<unk>', '<mask> a', ' <mask>', '<0x41>', '<sep>', 'word', 'words',
];

function piecesTokenizer() {
    const specials = ['<unk>', '<s>', '</s>'];
    const bytes = [...Array(256).keys()].map(value => `<0x${value.toString(16).toUpperCase().padStart(2, '0')}>`);
    const characters = [...'\u2581abcdefghijklmnopqrstuvwxyzABCDEHLMPTW0123456789.,!?\'-<>/é漢😀\n'];
    const entries = [...specials, ...bytes, ...characters], merges = [];
    const merge = (left, right) => {
        if (merges.some(([l, r]) => l === left && r === right)) return;
        merges.push([left, right]);
        if (!entries.includes(left + right)) entries.push(left + right);
    };
    for (const pair of ['h e', 'l l', 'he ll', 'hell o', '\u2581 t', 'h e', '\u2581t he', 'i n', 'in g', '\u2581 \u2581', '\u2581\u2581 \u2581\u2581', '\u2581 a', 'a b', 'b \u2581', 'b\u2581 a', '漢 😀', 'a a', 'aa aa', '1 2', '\n \n', "' s"])
        merge(...pair.split(' '));
    const short = () => pick(entries.filter(entry => entry.length <= 4 && /^[abc\u2581]+$/.test(entry)));
    while (merges.length < 200) merge(short(), short());
    for (let i = merges.length - 1; i > 0; i--) { const j = random(i + 1); [merges[i], merges[j]] = [merges[j], merges[i]]; }
    const added = [...specials.map((content, id) => ({ id, content, special: true })), { id: entries.length, content: '<mask>', lstrip: true, special: true }, { id: entries.length + 1, content: 'word', single_word: true, normalized: true }]
        .map(token => ({ single_word: false, lstrip: false, rstrip: false, normalized: false, special: false, ...token }));
    return {
        version: '1.0', truncation: null, padding: null, added_tokens: added, normalizer: null, pre_tokenizer: null, post_processor: null,
        decoder: sequence('decoders', replaceBlank('\u2581', ' '), { type: 'ByteFallback' }, { type: 'Fuse' }),
        model: { type: 'BPE', dropout: null, unk_token: '<unk>', continuing_subword_prefix: null, end_of_word_suffix: null, fuse_unk: true, byte_fallback: true, ignore_merges: false,
            vocab: Object.fromEntries(entries.map((entry, id) => [entry, id])), merges },
    };
}

const sequence = (name, ...steps) => ({ type: 'Sequence', [name]: steps });
const replaceBlank = (from, to) => ({ type: 'Replace', pattern: { String: from }, content: to });
const template = (...pieces) => ({ type: 'TemplateProcessing', single: pieces.map(piece => typeof piece === 'string' ? { Sequence: { id: piece, type_id: 0 } } : { SpecialToken: { id: piece[0], type_id: 0 } }),
    pair: [{ Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 1 } }], special_tokens: Object.fromEntries(pieces.filter(piece => typeof piece !== 'string').map(([id, number]) => [id, { id, ids: [number], tokens: [id] }])) });
const bos = template(['<s>', 1], 'A');
const bytesOnly = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false };
const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
const split = (pattern, behavior, invert = false) => ({ type: 'Split', pattern, behavior, invert });
const metaspace = (prepend_scheme, splits) => ({ type: 'Metaspace', replacement: '\u2581', prepend_scheme, split: splits });
const llama3 = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
const tiktoken = "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+";
const o200k = "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
const pieceDecoder = sequence('decoders', replaceBlank('\u2581', ' '), { type: 'ByteFallback' }, { type: 'Fuse' }, { type: 'Strip', content: ' ', start: 1, stop: 0 });
const metaspaceDecoder = scheme => ({ type: 'Metaspace', replacement: '\u2581', prepend_scheme: scheme, split: true });
const unknownOnly = { unk_token: '<unk>', byte_fallback: false };

// Kinds by name: the file that they change, and what they change; model is changed property by property.
const kinds = {
    llama2: ['pieces', { normalizer: sequence('normalizers', { type: 'Prepend', prepend: '\u2581' }, replaceBlank(' ', '\u2581')), post_processor: bos, decoder: pieceDecoder }],
    'llama2 with Metaspace': ['pieces', { pre_tokenizer: metaspace('first', false), post_processor: bos, decoder: pieceDecoder }],
    gemma: ['pieces', { normalizer: replaceBlank(' ', '\u2581'), pre_tokenizer: split({ String: ' ' }, 'MergedWithPrevious'), post_processor: bos }],
    'metaspace always': ['pieces', { pre_tokenizer: metaspace('always', true), decoder: metaspaceDecoder('always'), model: { ...unknownOnly, fuse_unk: false } }],
    'metaspace first': ['pieces', { pre_tokenizer: metaspace('first', true), decoder: metaspaceDecoder('first'), model: { ...unknownOnly, fuse_unk: true }, post_processor: template('A', ['</s>', 2]) }],
    'metaspace never': ['pieces', { pre_tokenizer: metaspace('never', true), decoder: metaspaceDecoder('never') }],
    'metaspace after a split': ['pieces', { pre_tokenizer: sequence('pretokenizers', { type: 'WhitespaceSplit' }, metaspace('first', true)) }],
    'whole pieces': ['pieces', { pre_tokenizer: metaspace('always', true), model: { ignore_merges: true } }],
    'one unknown token': ['pieces', { model: { ...unknownOnly, fuse_unk: true } }],
    unigram: ['pieces', { pre_tokenizer: metaspace('always', true), decoder: metaspaceDecoder('always'), post_processor: template('A', ['</s>', 2]), model: 'unigram' }],
    'unigram with bytes': ['pieces', { normalizer: replaceBlank(' ', '\u2581'), model: 'unigram with bytes' }],
    llama3: ['tiny', { normalizer: null, pre_tokenizer: sequence('pretokenizers', split({ Regex: llama3 }, 'Isolated'), bytesOnly), post_processor: sequence('processors', byteLevel, bos), model: { ignore_merges: true } }],
    tiktoken: ['tiny', { normalizer: null, pre_tokenizer: sequence('pretokenizers', split({ Regex: tiktoken }, 'Removed', true), bytesOnly) }],
    qwen2: ['tiny', { pre_tokenizer: sequence('pretokenizers', split({ Regex: llama3.replace('{1,3}', '') }, 'Isolated'), bytesOnly) }],
    'gpt-4o': ['tiny', { normalizer: null, pre_tokenizer: sequence('pretokenizers', split({ Regex: o200k }, 'Isolated'), bytesOnly) }],
    smollm: ['tiny', { normalizer: null, pre_tokenizer: sequence('pretokenizers', { type: 'Digits', individual_digits: true }, byteLevel) }],
    falcon: ['tiny', { normalizer: null, pre_tokenizer: sequence('pretokenizers', { type: 'Punctuation', behavior: 'Contiguous' }, byteLevel, { type: 'Digits', individual_digits: false }, split({ Regex: '[0-9][0-9][0-9]' }, 'Isolated')) }],
    'blanks before words': ['tiny', { pre_tokenizer: sequence('pretokenizers', { type: 'Digits', individual_digits: false }, { ...byteLevel, add_prefix_space: true }) }],
    'words and punctuation': ['pieces', { pre_tokenizer: { type: 'Whitespace' } }],
    punctuation: ['pieces', { pre_tokenizer: { type: 'Punctuation', behavior: 'Isolated' } }],
    lowercase: ['pieces', { normalizer: sequence('normalizers', { type: 'Strip', strip_left: true, strip_right: false }, { type: 'Lowercase' }, { type: 'Replace', pattern: { Regex: '[abc]{2,}' }, content: 'x' }) }],
};
for (const behavior of ['Removed', 'Isolated', 'MergedWithPrevious', 'MergedWithNext', 'Contiguous'])
    for (const invert of [false, true])
        kinds[`split ${behavior}${invert ? ' inverted' : ''}`] = ['pieces', { pre_tokenizer: split({ Regex: '[ab]|\\s|\\p{So}' }, behavior, invert) }];
for (const [name, expression] of Object.entries({
    'lazy and possessive': 'a+?|b?+c*+', 'classes': '[^\\s\\d_]+|[\\-\\]^a-c]{2,}|\\D', 'words': '[\\w.]+|\\W', 'lookaround': '(?<=a)b|c(?=a)|(?<!\\s)[0-9](?![0-9])', 'case': '(?i)[s-u]+|İ', 'atomic': '(?>a|ab)c|(ab){,2}', 'lines': '^.|.$', 'negated': '[^\\x00-\\u00FF]|\\p{^L}\\P{N}',
})) kinds[`expression: ${name}`] = ['pieces', { pre_tokenizer: split({ Regex: expression }, 'Isolated') }];

function changed(base, changes) {
    const definition = structuredClone(base);
    for (const [part, value] of Object.entries(changes)) {
        if (part !== 'model') definition[part] = value;
        else if (typeof value === 'string') definition.model = unigram(base.model, value !== 'unigram');
        else Object.assign(definition.model, value);
    }
    return definition;
}

function unigram(model, byteFallback) {
    const scores = { '<unk>': 0, '<s>': 0, '</s>': 0 };
    const vocab = Object.keys(model.vocab).sort((left, right) => model.vocab[left] - model.vocab[right]).map((entry, index) => [entry, scores[entry] ?? (/^<0x/.test(entry) ? -20 : -Math.round(100 * (8 - 1.5 * [...entry].length + ((index * 7919) % 97) / 50)) / 100)]);
    return { type: 'Unigram', unk_id: 0, vocab, byte_fallback: byteFallback };
}

async function writeKinds() {
    const pieces = piecesTokenizer();
    writeFileSync(file('pieces-tokenizer.json'), JSON.stringify(pieces, null, 1) + '\n');
    const bases = { pieces, tiny: JSON.parse(readFileSync(file('tiny-tokenizer.json'), 'utf8')) };
    const texts = ['', ...fragments, ...Array.from({ length: 60 }, () => Array.from({ length: 2 + random(12) }, () => pick(fragments)).join(''))];
    const written = [];
    for (const [kind, [base, changes]] of Object.entries(kinds)) {
        const definition = changed(bases[base], changes);
        const normalized = definition.normalizer ? definition.added_tokens.filter(token => token.normalized).map(token => token.id) : [];
        const tokenizer = Tokenizer.fromString(JSON.stringify(definition));
        const cases = [];
        for (const text of /^(split|expression)/.test(kind) ? texts.slice(0, fragments.length + 10) : texts) {
            const ids = [...(await tokenizer.encode(text, null, { addSpecialTokens: false })).getIds()];
            const document = [...(await tokenizer.encode(text)).getIds()];
            const decoded = document.some(id => normalized.includes(id)) ? false : await tokenizer.decode(document, false);
            cases.push([ids, document.length === ids.length ? null : document, decoded === text ? null : decoded]);
        }
        const recorded = typeof changes.model === 'string' ? { ...changes, model: definition.model } : changes;
        written.push(`${JSON.stringify({ kind, base, changes: recorded }).slice(0, -1)},"cases":[\n${cases.map(item => JSON.stringify(item)).join(',\n')}\n]}`);
    }
    writeFileSync(file('kinds.json'), `{"texts":[\n${texts.map(text => JSON.stringify(text)).join(',\n')}\n],\n"kinds":[\n${written.join(',\n')}\n]}\n`);
}

module.exports = { fragments, pick, random };
if (require.main === module) writeKinds();
