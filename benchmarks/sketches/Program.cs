// Compares TensorSketch with forming gradients and sketching them: Markdown to standard output, progress to standard error.
// Usage: [MODEL TOKENS.npy DOCUMENTS.npy PREDICTIONS.npy]
using Quanta.Products.Benchmarks;
using Quanta.Sketches.Benchmarks;

Console.WriteLine($"""
    # TensorSketch against sketching formed gradients

    Made by `benchmarks/sketches/run.sh`.

    {string.Join('\n', MachineDescription.Lines())}

    """);
LayerTimes.Write(Console.Out, Console.Error);
PlantedErrors.Write(Console.Out, Console.Error);
if (args is [var model, var tokens, var documents, var predictions]) TrainedErrors.Write(model, tokens, documents, predictions, Console.Out, Console.Error);
