namespace Quanta.Products.Benchmarks;

/// <summary>Actions ready to be timed, and the matrices they work on.</summary>
internal sealed class Prepared(IReadOnlyList<Action> actions, IReadOnlyList<IDisposable> owned) : IDisposable
{
    public IReadOnlyList<Action> Actions { get; } = actions;

    public void Dispose()
    {
        foreach (var item in owned) item.Dispose();
    }
}
