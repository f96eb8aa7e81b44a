using Quanta.Discovery.Runs;
using Quanta.Discovery.Samples;
using Quanta.LanguageModels;
using Quanta.LanguageModels.Tokenization;

namespace Quanta.Reporting.Samples;

/// <summary>Reads the text around predictions from a run folder.</summary>
public sealed class SampleReader
{
    private readonly TokenDocuments _documents;
    private readonly long[] _predictions;
    private readonly float[] _losses;
    private readonly string?[] _kinds;
    private readonly Tokenizer _tokenizer;

    /// <param name="folder">A run folder with a corpus and a selection.</param>
    /// <param name="model">The model whose losses samples carry, or null: then they carry NaN.</param>
    public SampleReader(RunFolder folder, string? model)
    {
        _documents = RunArtifacts.ReadCorpus(folder);
        _predictions = RunArtifacts.ReadPredictions(folder);
        _losses = model is null ? [] : RunArtifacts.ReadLosses(folder, model);
        _kinds = [.. RunArtifacts.ReadDocumentRecords(folder).Select(r => r.Kind)];
        _tokenizer = Tokenizer.Load(folder.PathOf(RunArtifacts.Tokenizer));
    }

    /// <summary>The sample's text.</summary>
    /// <param name="member">Which prediction.</param>
    /// <param name="label">The cluster's label.</param>
    /// <param name="before">How many tokens before the target, where the document, or the window that scores it, has so many: no more than the model read.</param>
    /// <param name="after">How many tokens after it.</param>
    /// <param name="eachAlone">Decode each token on its own, as the published files do, instead of keeping characters of several tokens whole: those that
    /// the target has a part in stand at it.</param>
    public ClusterSample Read(SampledMember member, int label, int before, int after = 0, bool eachAlone = false)
    {
        var prediction = _predictions[member.Point];
        var (document, position) = _documents.Locate(prediction);
        var tokens = _documents[document];
        var target = position + 1;
        var first = Math.Max(target - before, _documents.Windows?.StartAt(position) ?? 0);
        var end = (int)Math.Min((long)target + 1 + after, tokens.Length);
        var texts = eachAlone ? _tokenizer.DecodeEach(tokens[first..end]) : _tokenizer.DecodeWhole(tokens, first, end, target);
        var (bytes, offset) = _tokenizer.BytesWithin(tokens, target);
        return new ClusterSample(new TokenContext(texts, target - first))
        {
            Cluster = label,
            Rank = member.Rank,
            Number = member.Number,
            Prediction = prediction,
            Document = document,
            Position = target,
            Loss = _losses.Length == 0 ? float.NaN : _losses[prediction],
            Kind = _kinds[document],
            TargetBytes = bytes,
            TargetOffset = offset,
        };
    }
}
