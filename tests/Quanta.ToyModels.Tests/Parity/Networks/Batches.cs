using Quanta.Numerics.Optimisation;
using Quanta.ToyModels.Parity.Data;
using Quanta.ToyModels.Parity.Internals;
using Quanta.ToyModels.Parity.Networks;
using Quanta.ToyModels.Parity.Tasks;

namespace Quanta.ToyModels.Tests.Parity.Networks;

/// <summary>Tasks and batches for tests of networks.</summary>
internal static class Batches
{
    public static ParityTask Task(int subtasks, int bits) => ParityTask.Draw(subtasks, bits, Math.Min(3, bits), distinct: false, seed: 1);

    /// <summary>A batch with rows divided among the subtasks: many of the first, some of none.</summary>
    public static BitRows Fresh(ParityTask task, int rows, long step = 0)
    {
        var batch = new BitRows(task, rows);
        Refill(batch, rows, step);
        return batch;
    }

    public static void Refill(BitRows batch, int rows, long step)
    {
        var counts = new int[batch.Task.Subtasks];
        counts[0] = rows;
        for (var i = counts.Length - 1; i > 0; i -= i % 3 == 0 ? 2 : 1)
        {
            counts[i] = Math.Min(counts[0], rows / (i + 2));
            counts[0] -= counts[i];
        }
        batch.Reset(counts);
        FreshRows.Fill(batch, 9, RandomPurpose.Samples, step);
    }

    public static IParityNetwork Network(ParityTask task, NetworkShape shape, string name, int threads = 1, AdamW? optimizer = null)
    {
        var network = ParityNetworks.Create(task, shape, optimizer ?? new AdamW(), threads, name);
        network.Load(NetworkState.Initial(shape, 5));
        return network;
    }
}
