using System.Collections.Concurrent;

namespace Quanta.LanguageModels.Training.Internals;

/// <summary>Workspaces that outlive the threads that use them: a step borrows as many as it has workers, and the next step finds them again.</summary>
internal sealed class WorkspacePool<T>(Func<T> create) : IDisposable
    where T : IDisposable
{
    private readonly ConcurrentBag<T> _idle = [];

    /// <summary>A workspace that goes back when the lease is disposed.</summary>
    public Lease Borrow() => new(this, _idle.TryTake(out var workspace) ? workspace : create());

    public void Dispose()
    {
        foreach (var workspace in _idle) workspace.Dispose();
    }

    internal sealed class Lease(WorkspacePool<T> pool, T workspace) : IDisposable
    {
        public T Workspace => workspace;

        public void Dispose() => pool._idle.Add(workspace);
    }
}
