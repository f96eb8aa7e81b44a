namespace Quanta.ToyModels.Parity.Analysis;

/// <summary>Losses are stored in nats and drawn in bits.</summary>
public static class Bits
{
    public static double FromNats(double nats) => nats / Math.Log(2);
}
