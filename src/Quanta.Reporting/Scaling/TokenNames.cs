using System.Globalization;
using Quanta.Discovery.Runs;
using Quanta.LanguageModels;
using Quanta.LanguageModels.Tokenization;

namespace Quanta.Reporting.Scaling;

/// <summary>What predictions are called: by their token where a run has a corpus, else by their index.</summary>
public sealed class TokenNames
{
    private readonly TokenDocuments? _documents;
    private readonly Tokenizer? _tokenizer;

    /// <param name="folder">The run; null where there is none.</param>
    public TokenNames(RunFolder? folder)
    {
        if (folder?.Finished("corpus") is null) return;
        _documents = RunArtifacts.ReadCorpus(folder);
        _tokenizer = Tokenizer.Load(folder.PathOf(RunArtifacts.Tokenizer));
    }

    /// <summary>E.g. "“ Sir” (prediction 12,345)".</summary>
    public string Of(long prediction)
    {
        var index = $"prediction {prediction.ToString("N0", CultureInfo.InvariantCulture)}";
        if (_documents is null || prediction >= _documents.PredictionCount) return index;
        var (document, position) = _documents.Locate(prediction);
        return $"\u201C{_tokenizer!.DecodeWhole(_documents[document], position + 1, position + 2, position + 1)[0]}\u201D ({index})";
    }
}
