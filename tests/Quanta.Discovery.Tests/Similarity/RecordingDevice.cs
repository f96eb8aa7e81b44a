using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Gradients;
using Quanta.Numerics.Sketches;

namespace Quanta.Discovery.Tests.Similarity;

/// <summary>The processor as a device far away: it counts every value that crosses between host and device.</summary>
/// <remarks>Besides these, a device takes token ids and shapes, and gives nothing.</remarks>
internal sealed class RecordingDevice : IDevice
{
    private readonly IDevice _device = DeviceRegistry.Default;
    private long _up, _down, _norms, _products;

    public string Name => _device.Name;

    /// <summary>Values that went up.</summary>
    public long Up => _up;

    /// <summary>Values that came down as they are.</summary>
    public long Down => _down;

    /// <summary>Norms that came down.</summary>
    public long Norms => _norms;

    /// <summary>Inner products that came down.</summary>
    public long Products => _products;

    public void Forget() => (_up, _down, _norms, _products) = (0, 0, 0, 0);

    public DeviceBuffer Allocate(long length, ElementType type) => _device.Allocate(length, type);

    public void Upload(ReadOnlySpan<float> values, DeviceMatrix destination)
    {
        Interlocked.Add(ref _up, values.Length);
        _device.Upload(values, destination);
    }

    public void Download(DeviceMatrix source, Span<float> values)
    {
        Interlocked.Add(ref _down, values.Length);
        _device.Download(source, values);
    }

    public IOperations CreateOperations() => _device.CreateOperations();

    public IVectorOperations CreateVectorOperations(int threads) => new Recorded(this, _device.CreateVectorOperations(threads));

    private sealed class Recorded(RecordingDevice device, IVectorOperations operations) : IVectorOperations
    {
        public void Clear(VectorRange vectors) => operations.Clear(vectors);

        public void Normalise(VectorRange vectors, Span<double> norms)
        {
            Interlocked.Add(ref device._norms, norms.Length);
            operations.Normalise(vectors, norms);
        }

        public void Sparsify(VectorRange vectors, float threshold) => operations.Sparsify(vectors, threshold);

        public void Scale(DeviceMatrices values, ReadOnlySpan<double> factors) => operations.Scale(values, factors);

        public void AddScaled(VectorRange addends, double scale, VectorRange sums) => operations.AddScaled(addends, scale, sums);

        public void Products(VectorRange a, VectorRange b, bool absolute, Span<double> sums)
        {
            Interlocked.Add(ref device._products, sums.Length);
            operations.Products(a, b, absolute, sums);
        }

        public void Norms(DeviceMatrices values, Span<double> norms)
        {
            Interlocked.Add(ref device._norms, norms.Length);
            operations.Norms(values, norms);
        }

        public void AddToSketches(CountSketch sketch, long offset, DeviceMatrices pieces, DeviceMatrices sketches) => operations.AddToSketches(sketch, offset, pieces, sketches);

        public void AddToSketches(TensorSketch sketch, LinearFactors factors, DeviceVectors sketches, int column) => operations.AddToSketches(sketch, factors, sketches, column);

        public void AddReads(LinearFactors factors, AttentionShape heads, DeviceMatrices sums) => operations.AddReads(factors, heads, sums);

        public void Dispose() => operations.Dispose();
    }
}
