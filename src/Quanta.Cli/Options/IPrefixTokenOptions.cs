using CommandLine;
using Quanta.Cli.Verbs;
using Quanta.LanguageModels.Tokenization;

namespace Quanta.Cli.Options;

/// <summary>What comes before each text that is cut into tokens.</summary>
internal interface IPrefixTokenOptions
{
    [Option("prefix-token", MetaValue = "TOKEN",
        HelpText = "The token before each text, context only and never scored: none, bos, or its id; default: what the tokenizer's post-processor says.")]
    string? PrefixToken { get; set; }

    /// <exception cref="UsageException">It is none of these.</exception>
    void Check() => Require.That(PrefixToken is null || DocumentEncoder.IsPrefixToken(PrefixToken),
        $"--prefix-token must be {DocumentEncoder.None}, {DocumentEncoder.Bos} or the id of a token, but it is \"{PrefixToken}\".");
}
