namespace Quanta.Numerics.Products.Managed;

internal enum InstructionSet
{
    Avx512,
    Avx2,
    Portable,
}
