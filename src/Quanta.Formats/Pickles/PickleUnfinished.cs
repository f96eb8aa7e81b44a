namespace Quanta.Formats.Pickles;

/// <summary>An object between its creation and the opcode that gives it its state.</summary>
internal abstract class PickleUnfinished
{
    /// <summary>Where the memo holds this object, so that the finished one can take its place.</summary>
    public List<long> MemoKeys { get; } = [];

    /// <summary>The finished object.</summary>
    /// <exception cref="FormatException">The state does not fit; the message completes "the state of an object is damaged: ".</exception>
    public abstract object Finish(object? state, PickleBudget budget);
}
