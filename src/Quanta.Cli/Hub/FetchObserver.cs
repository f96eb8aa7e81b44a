using Quanta.Discovery;
using Quanta.LanguageModels.Hub;

namespace Quanta.Cli.Hub;

/// <summary>Shows how a fetch goes where the command shows all its progress.</summary>
internal sealed class FetchObserver(IStageObserver observer) : IHubObserver
{
    private IStageProgress _progress = SilentObserver.Instance;

    /// <summary>The fetch begins; dispose the result when it ends.</summary>
    public IStageProgress Begin(string work, long bytes) => _progress = observer.Begin(work, bytes, "bytes");

    public void Advance(long bytes) => _progress.Advance(bytes);

    public void Note(string sentence) => observer.Note(sentence);
}
