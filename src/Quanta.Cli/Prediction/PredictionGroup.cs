using CommandLine;
using Quanta.Cli.Options;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Discovery;
using Quanta.Discovery.Losses;
using Quanta.LanguageModels.Architectures;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Losses;
using Quanta.LanguageModels.Tokenization;
using Quanta.Scaling.NextTokens;

namespace Quanta.Cli.Prediction;

[Verb("predict", HelpText = "Predict larger models from smaller ones: losses, tokens, make-tokens. See `quanta predict --help`.")]
internal sealed class PredictionGroupOptions;

/// <summary>The verbs under `quanta predict`.</summary>
internal static class PredictionGroup
{
    public const string Name = "predict";

    public static Type[] Verbs { get; } = [typeof(PredictLossesVerb), typeof(PredictTokensVerb), typeof(MakeTokensVerb)];
}

[Verb("make-tokens", HelpText = "Ask models for their next-token distributions after prefixes, for `quanta predict tokens`.")]
internal sealed class MakeTokensVerb : Verb, IModelOptions, ICheckpointOptions, IPrefixTokenOptions
{
    [InputFile]
    [Value(0, MetaName = "PREFIXES", Required = true, HelpText = "Text file with one prefix a line, empty lines left out; or a .json list of strings.")]
    public string Prefixes { get; set; } = "";

    public IEnumerable<string> Models { get; set; } = [];

    public string? Family { get; set; }

    public string? Checkpoints { get; set; }

    [InputFile]
    [Option("tokenizer", MetaValue = "FILE", HelpText = "tokenizer.json of all models; default: their own, which must agree.")]
    public string? TokenizerFile { get; set; }

    public string? PrefixToken { get; set; }

    [OutputFile]
    [Option("out", MetaValue = "FILE", HelpText = "The .npz to write.")]
    public string? Out { get; set; }

    public override void Execute(VerbContext context)
    {
        var path = Require.Option(Out, "--out", "the .npz to write");
        ModelFolder[] folders = [.. Require.Models(ModelPaths.Expand(Models, this))];
        Require.That(folders.Length >= 2, $"--model is required at least twice, the largest model being the one to predict, but {folders.Length} were given.");
        var prefixes = PrefixFile.Read(Prefixes);
        var encoder = DocumentEncoder.Load(TokenizerFile ?? folders[0].TokenizerPath, PrefixToken);
        int[][] tokens = [.. prefixes.Select(prefix => TokensOf(encoder, prefix))];
        if (TokenizerFile is null) RequireAgreement(folders, prefixes, tokens);
        using var sources = new LoadedModels(folders, tokens);
        var total = folders.Length * prefixes.Count;
        var observer = context.Terminal.Observer(Quiet);
        foreach (var caution in folders.Select(folder => CautionOf(folder, tokens)).OfType<string>()) observer.Caution(caution);
        using var progress = observer.Begin("distributions", total, "prefixes");
        var data = NextTokenMaker.Make(path, sources.All, prefixes, encoder.Tokenizer.VocabularySize, new FractionProgress(progress, total), context.Cancellation);
        NextTokenFile.Write(path, data);
        new Results(context.Terminal.Output, Json)
            .Add("file", path).Add("models", string.Join(", ", data.Models)).Add("prefixes", prefixes.Count).Add("vocabulary", data.Vocabulary).Write();
    }

    /// <summary>That a prefix goes beyond the positions of a model; all of its tokens are read.</summary>
    private static string? CautionOf(ModelFolder folder, int[][] tokens) =>
        LossCautions.OfLength(ArchitectureRegistry.ReadConfig(folder.ConfigPath), folder.Name, tokens.Max(prefix => prefix.Length) + 1, "Give shorter prefixes.");

    /// <summary>Token numbers mean the same for all models, or their distributions cannot be compared.</summary>
    private void RequireAgreement(ModelFolder[] folders, IReadOnlyList<string> prefixes, int[][] tokens)
    {
        foreach (var folder in folders.Skip(1).Where(folder => System.IO.File.Exists(folder.TokenizerPath)))
        {
            var encoder = DocumentEncoder.Load(folder.TokenizerPath, PrefixToken);
            var differing = Enumerable.Range(0, prefixes.Count).FirstOrDefault(i => !TokensOf(encoder, prefixes[i]).AsSpan().SequenceEqual(tokens[i]), -1);
            if (differing < 0) continue;
            throw new InvalidDataException(
                $"All models must have one tokenizer, but {folder.Name} and {folders[0].Name} divide prefix {differing + 1} differently; --tokenizer names one.");
        }
    }

    /// <summary>A prefix as the beginning of a document, which goes on: nothing comes after it.</summary>
    private static int[] TokensOf(DocumentEncoder encoder, string prefix) => [.. encoder.Prefix, .. encoder.Tokenizer.Encode(prefix)];
}

/// <summary>Models on disk as sources of logits, of which one at a time is in memory: they are asked one after another.</summary>
internal sealed class LoadedModels : IDisposable
{
    private readonly int[][] _tokens;
    private DecoderModel? _model;
    private string? _path;

    public LoadedModels(IEnumerable<ModelFolder> folders, int[][] tokens)
    {
        _tokens = tokens;
        All = [.. folders.Select(folder => new NextTokenMaker.Source(folder.Name, Parameters(folder), prefix => Logits(folder, prefix)))];
    }

    public IReadOnlyList<NextTokenMaker.Source> All { get; }

    public void Dispose() => _model?.Dispose();

    private static double Parameters(ModelFolder folder) =>
        DecoderParameters.Of(ArchitectureRegistry.ReadConfig(folder.ConfigPath)).Sum(parameter => (double)parameter.Length);

    private float[] Logits(ModelFolder folder, int prefix)
    {
        if (_path != folder.Path)
        {
            _model?.Dispose();
            (_model, _path) = (null, null);
            (_model, _path) = (DecoderModel.Load(folder.Path, DeviceRegistry.Default), folder.Path);
        }
        var tokens = _tokens[prefix];
        if (tokens.Length == 0) throw new InvalidDataException($"Prefix {prefix + 1} must have at least one token, but has none.");
        using var logits = NextTokenLogits.Compute(_model!, tokens);
        return logits.Row(tokens.Length - 1).ToArray();
    }
}
