using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.Gradients;

/// <summary>Where workers that go down the layers in step put a parameter's gradients, and wait until all are there and taken.</summary>
internal sealed class GradientSteps : IDisposable
{
    private readonly DeviceBuffer _buffer;
    private readonly Barrier _barrier;
    private ParameterSlice? _current;

    /// <param name="device">Where.</param>
    /// <param name="workers">How many go in step.</param>
    /// <param name="predictions">Of all workers together.</param>
    /// <param name="largestLength">The entries of the largest parameter.</param>
    /// <param name="receiver">Gets each parameter's gradients.</param>
    public GradientSteps(IDevice device, int workers, int predictions, long largestLength, Action<ParameterSlice, VectorRange> receiver)
    {
        _buffer = device.Allocate(checked(predictions * largestLength));
        _barrier = new Barrier(workers, _ => receiver(_current!, new VectorRange(_buffer, 0, predictions, _current!.Parameter.Length)));
    }

    /// <summary>One worker's sink.</summary>
    /// <param name="stop">Ends the waiting where another worker has failed.</param>
    public IGradientSink Sink(CancellationToken stop) => new Step(this, stop);

    public void Dispose()
    {
        _barrier.Dispose();
        _buffer.Dispose();
    }

    private sealed class Step(GradientSteps steps, CancellationToken stop) : IGradientSink
    {
        public DeviceMatrices? Place(ReadOnlyMemory<int> predictions, ParameterSlice slice) =>
            new DeviceMatrices(steps._buffer, 0, slice.Parameter.Length, predictions, slice.Parameter.RowCount, slice.Parameter.ColumnCount);

        public void Take(ReadOnlyMemory<int> predictions, ParameterSlice slice, DeviceMatrices gradients)
        {
            steps._current = slice;
            try
            {
                steps._barrier.SignalAndWait(stop);
            }
            catch (BarrierPostPhaseException exception) when (exception.InnerException is { } cause)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(cause);
            }
        }
    }
}
