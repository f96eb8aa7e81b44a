// Writes the goldens of this folder with Hugging Face's tokenizers library itself:
//   tiny-tokenizer.json   a made-up vocabulary: the 256 bytes, a few hundred merges in no good order, added tokens with every flag
//   tiny-encodings.json   texts with the library's ids and decoding for tiny-tokenizer.json; no decoding where an added token is not ASCII, because the
//                         library takes the characters of such a token for stand-ins of bytes
//   compositions.json     the library's NFC of random sequences, and SHA-256 of its NFC of all code points below U+30000: alone, between two marks, after starters
//
//     npm install tokenizers@0.23.2 && node make_goldens.js
//
// Made with tokenizers 0.23.2 for Node 20.
const { Tokenizer, nfcNormalizer } = require('tokenizers');
const { createHash } = require('crypto');
const { writeFileSync } = require('fs');
const path = require('path');

let state = 12345n;
function random(end) { // a 64-bit linear congruential generator (Knuth's MMIX constants), upper bits
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number((state >> 33n) % BigInt(end));
}
const pick = list => list[random(list.length)];
const write = (name, value) => writeFileSync(path.join(__dirname, name), value + '\n');
const lines = list => '[\n' + list.map(item => JSON.stringify(item)).join(',\n') + '\n]';

function byteAlphabet() {
    let standIn = 0x100;
    return [...Array(256).keys()].map(byte =>
        String.fromCharCode((byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174 ? byte : standIn++));
}

function tinyTokenizer() {
    const entries = byteAlphabet();
    const merges = [];
    const merge = (left, right) => {
        if (!entries.includes(left) || !entries.includes(right) || merges.some(([l, r]) => l === left && r === right)) return;
        merges.push([left, right]);
        if (!entries.includes(left + right)) entries.push(left + right);
    };
    for (const [left, right] of ['h e', 'l l', 'he ll', 'hell o', 'Ġ t', 'h e', 'Ġt he', 'i n', 'in g', 'Ġ Ġ', 'ĠĠ ĠĠ', 'Ã ©', "' s", '1 2', '3 4', 'Ċ Ċ', 'í ķ', 'íķ ľ'].map(pair => pair.split(' ')))
        merge(left, right);
    const short = () => pick(entries.filter(entry => entry.length <= 4 && /^[abcĠ]+$/.test(entry)));
    while (merges.length < 300) merge(short(), short());
    for (let i = merges.length - 1; i > 0; i--) { const j = random(i + 1); [merges[i], merges[j]] = [merges[j], merges[i]]; }
    const added = [
        { content: '<|endoftext|>', special: true }, { content: '<mask>', lstrip: true, special: true }, { content: '<sep>', rstrip: true },
        { content: '<both>', lstrip: true, rstrip: true }, { content: 'word', single_word: true }, { content: '   ', normalized: true }, { content: '  ', normalized: true },
        { content: 'cafe\u0301', normalized: true }, { content: 'e\u0301a', normalized: false }, { content: 'xy', normalized: true }, { content: 'xyxyz', normalized: true },
        { content: 'über', single_word: true, lstrip: true, normalized: true },
    ].map((token, index) => ({ id: entries.length + index, single_word: false, lstrip: false, rstrip: false, normalized: false, special: false, ...token }));
    const level = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true };
    return {
        version: '1.0', truncation: null, padding: null, added_tokens: added, normalizer: { type: 'NFC' },
        pre_tokenizer: level, post_processor: level, decoder: level,
        model: {
            type: 'BPE', dropout: null, unk_token: null, continuing_subword_prefix: null, end_of_word_suffix: null, fuse_unk: false,
            vocab: Object.fromEntries(entries.map((entry, id) => [entry, id])), merges: merges.map(pair => pair.join(' ')),
        },
    };
}

const fragments = [
    'hello', ' the', 'ing', "'s", "'re", "'LL", "''", ' ', '  ', '   ', '    ', '\n', '\n\n', '\t', '\r\n', '\u00a0', '\u3000', '\u0085', '\u200b', 'abc', 'abcabcabc', 'cab ', ' a b c',
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'bcabbacbcaccabacbbacbabcbabcabcbacbabcbabcabcbabcbacbabcbabcbabacbacbabcbabcacbabcab',
    '12', '34', '½', '४', 'Ⅷ', '²', '!', '...', '://', '_', '¿', '<|endoftext|>', '<mask>', '<sep>', '<sep>     ', '<both>', 'word', 'words', 'cafe\u0301', 'café', 'e\u0301a', 'éa', 'xy', 'xyxy', 'xyxyz', 'über', 'u\u0308ber',
    'é', 'e\u0301', '\u0301', '\u0323\u0307', 'a\u0307\u0323', '한글', '\u1112\u1161\u11ab', '\u1100\u1161', '각', 'Ω', '\u2126', '\u0958', 'हिन्दी', 'שלום', 'مرحبا', '漢字', '\uf900', '𝒜', '𝟙', '😀', '👩‍👩‍👧', '\ufeff', '\ufffd', '\u0000', '\u001c', '\u1f71', '\u0f71\u0f72', '\ufb1d',
];

async function encodings(definition) {
    const texts = ['', ...fragments, ...Array.from({ length: 400 }, () => Array.from({ length: 1 + random(12) }, () => pick(fragments)).join(''))];
    const variants = [
        ['plain', definition],
        ['prefix', { ...definition, pre_tokenizer: { ...definition.pre_tokenizer, add_prefix_space: true } }],
        ['ignore_merges', { ...definition, model: { ...definition.model, ignore_merges: true } }],
        ['not_normalized', { ...definition, normalizer: null }],
        ['overlapping', { ...definition, added_tokens: definition.added_tokens.map(token => token.content === '<sep>' ? { ...token, normalized: true } : token) }],
        ['pairs', { ...definition, model: { ...definition.model, merges: definition.model.merges.map(pair => pair.split(' ')) } }],
    ];
    const cases = [];
    for (const [variant, changed] of variants) {
        const tokenizer = Tokenizer.fromString(JSON.stringify(changed));
        for (const text of variant === 'plain' ? texts : texts.slice(-100)) {
            const ids = [...(await tokenizer.encode(text)).getIds()];
            const ascii = ids.every(id => !changed.added_tokens.some(token => token.id === id && /[^\0-\x7f]/.test(token.content)));
            cases.push({ variant, text, ids, decoded: ascii ? await tokenizer.decode(ids, false) : null });
        }
    }
    return cases;
}

function compositions() {
    const nfc = nfcNormalizer();
    const range = (start, end) => Array.from({ length: end - start }, (_, index) => String.fromCodePoint(start + index));
    const all = [...range(0, 0xd800), ...range(0xe000, 0x30000)]; // nothing above has a decomposition or joins anything
    const joining = [...range(0x0300, 0x3100), ...range(0x11000, 0x12000), ...range(0x1d100, 0x1d200)];
    const starters = [...'aeouAEOUyızΑαωΥἀऩक়ேொงདྷကか\u1100가\u{11131}\u{1d157}'];
    const hash = texts => { const sha = createHash('sha256'); for (const text of texts) sha.update(nfc.normalizeString(text)); return sha.digest('hex'); };
    const interesting = joining.filter(text => text.normalize('NFD') !== text || /\p{M}/u.test(text));
    const lot = () => pick(random(4) ? interesting : starters);
    return {
        starters: starters.join(''),
        codePoints: hash(all),
        betweenMarks: hash(all.map(text => `a${text}\u0334`)),
        afterStarters: hash(starters.flatMap(starter => joining.map(text => starter + text))),
        sequences: Array.from({ length: 1000 }, () => Array.from({ length: 1 + random(8) }, lot).join('')).map(text => [text, nfc.normalizeString(text)]),
    };
}

(async () => {
    const definition = tinyTokenizer();
    write('tiny-tokenizer.json', JSON.stringify(definition, null, 1));
    write('tiny-encodings.json', lines(await encodings(definition)));
    const { sequences, ...hashes } = compositions();
    write('compositions.json', JSON.stringify({ ...hashes, sequences: 0 }).replace('"sequences":0', '"sequences":' + lines(sequences)));
})();
