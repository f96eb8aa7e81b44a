namespace Quanta.Numerics.Products.Managed;

/// <summary>Pieces of work that may run in any order and at the same time.</summary>
internal interface IWork
{
    void Run(int index);
}
