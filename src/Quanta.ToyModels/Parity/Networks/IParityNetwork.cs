using Quanta.Numerics.Optimisation;
using Quanta.Numerics.Processors;
using Quanta.ToyModels.Parity.Data;
using Quanta.ToyModels.Parity.Tasks;

namespace Quanta.ToyModels.Parity.Networks;

/// <summary>A network in training on one parity task. Implementations stand in <see cref="ParityNetworks"/>.</summary>
/// <remarks>The same state and batches give the same bits for any number of threads and any instruction set, but "plain" gives others than "tables". NaN in a parameter reaches the losses.</remarks>
public interface IParityNetwork : IDisposable
{
    NetworkShape Shape { get; }

    /// <summary>One AdamW step on the mean cross-entropy of the batch.</summary>
    /// <returns>The mean loss over the batch before the step, in nats; NaN for an empty batch, which changes nothing.</returns>
    double TrainOnBatch(BitRows batch);

    /// <summary>The logit of the right answer less that of the wrong one, for each row: its loss is ln(1 + e^-margin) nats, and it is right where the margin is positive.</summary>
    /// <param name="rows">Any batch of the task.</param>
    /// <param name="margins">[rows], written.</param>
    void Margins(BitRows rows, Span<float> margins);

    /// <summary>A copy of everything that training changes.</summary>
    NetworkState Save();

    /// <summary>Goes on from a saved state.</summary>
    /// <exception cref="ArgumentException">The state is of another shape.</exception>
    void Load(NetworkState state);
}

/// <summary>The registry of network implementations: production takes the first that fits, tests and benchmarks enumerate all.</summary>
public static class ParityNetworks
{
    private static readonly Implementation[] Ordered =
    [
        .. InstructionSets.Available.Select(set => new Implementation(
            TablesName(set), TableNetwork.Supports, (task, shape, optimizer, threads) => new TableNetwork(task, shape, optimizer, threads, set))),
        new("plain", _ => true, (task, shape, optimizer, _) => new PlainNetwork(task, shape, optimizer)),
    ];

    /// <summary>The names of the implementations that can run this shape on this machine, best first; the last, "plain", is the oracle.</summary>
    public static IReadOnlyList<string> Available(NetworkShape shape) => [.. Ordered.Where(e => e.Supports(shape)).Select(e => e.Name)];

    internal static string TablesName(InstructionSet instructions) => $"tables, {InstructionSets.NameOf(instructions)}";

    /// <summary>Makes a network with all parameters 0; <see cref="IParityNetwork.Load"/> gives it a state.</summary>
    /// <param name="task">The task.</param>
    /// <param name="shape">Its inputs must be those of the task.</param>
    /// <param name="optimizer">AdamW's settings.</param>
    /// <param name="threads">Threads for one step, at least 1. Results do not depend on it.</param>
    /// <param name="name">An implementation, or null for the best available.</param>
    /// <exception cref="ArgumentException">No such implementation is available, or the shape does not fit.</exception>
    public static IParityNetwork Create(ParityTask task, NetworkShape shape, AdamW optimizer, int threads = 1, string? name = null)
    {
        if (shape.Inputs != task.Inputs) throw new ArgumentException($"The task has {task.Inputs} inputs, but the network {shape.Inputs}.", nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var chosen = Ordered.FirstOrDefault(e => e.Supports(shape) && (name is null || e.Name == name))
            ?? throw new ArgumentException(
                $"The implementation '{name}' is not available here for this network; choose one of: {string.Join(", ", Available(shape))}.", nameof(name));
        return chosen.Create(task, shape, optimizer, threads);
    }

    private sealed record Implementation(string Name, Func<NetworkShape, bool> Supports, Func<ParityTask, NetworkShape, AdamW, int, IParityNetwork> Create);
}
