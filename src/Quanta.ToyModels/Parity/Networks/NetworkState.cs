using Quanta.Numerics.Random;
using Quanta.ToyModels.Parity.Internals;

namespace Quanta.ToyModels.Parity.Networks;

/// <summary>Everything that training changes: parameters, Adam's moments, the steps taken.</summary>
/// <remarks>The arrays hold P values in PyTorch's order: for each layer its weight [outputs, inputs], row-major, then its bias [outputs].</remarks>
/// <param name="Parameters">[P].</param>
/// <param name="FirstMoments">[P], Adam's running mean of gradients.</param>
/// <param name="SecondMoments">[P], Adam's running mean of squared gradients.</param>
/// <param name="Step">Optimiser steps taken.</param>
public sealed record NetworkState(float[] Parameters, float[] FirstMoments, float[] SecondMoments, long Step)
{
    /// <summary>PyTorch's default for Linear layers: weights and biases uniform in +-1/sqrt(inputs of the layer); moments 0.</summary>
    public static NetworkState Initial(NetworkShape shape, ulong seed)
    {
        shape.Check();
        var random = new Philox(seed, RandomStreams.Of(RandomPurpose.Initialisation));
        var parameters = new float[shape.ParameterCount];
        var next = 0;
        foreach (var (inputs, outputs) in shape.Layers)
        {
            var bound = 1 / Math.Sqrt(inputs);
            foreach (ref var parameter in parameters.AsSpan(next, (inputs + 1) * outputs)) parameter = (float)((2 * random.NextDouble() - 1) * bound);
            next += (inputs + 1) * outputs;
        }
        return new NetworkState(parameters, new float[parameters.Length], new float[parameters.Length], 0);
    }

    /// <exception cref="ArgumentException">The arrays do not fit the shape.</exception>
    internal void CheckFits(NetworkShape shape)
    {
        foreach (var values in new[] { Parameters, FirstMoments, SecondMoments })
            if (values.Length != shape.ParameterCount) throw new ArgumentException($"A network of {shape.ParameterCount} parameters cannot take a state of {values.Length}.");
    }
}
