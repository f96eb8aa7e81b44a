using Quanta.LanguageModels.Decoders;
using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Devices.Cpu.Plain;

/// <summary>Norms in float64. With n = (x - mean) r, r = 1 / sqrt(variance + epsilon), and g = weight * dy: dx = r (g - mean(g) - n mean(g n)). Without the mean,
/// n = x r, r = 1 / sqrt(mean of squares + epsilon): dx = r (g - n mean(g n)).</summary>
internal static class PlainNorm
{
    public static unsafe void Forward(NormForm form, MatrixView input, MatrixView weight, MatrixView bias, float epsilon, MatrixView output, MatrixView statistics)
    {
        var hidden = input.ColumnCount;
        for (var t = 0; t < input.RowCount; t++)
        {
            double sum = 0, squares = 0;
            for (var h = 0; h < hidden; h++) sum += input[t, h];
            var mean = form == NormForm.Layer ? sum / hidden : 0;
            for (var h = 0; h < hidden; h++) squares += (input[t, h] - mean) * (input[t, h] - mean);
            var reciprocal = 1 / Math.Sqrt(squares / hidden + epsilon);
            for (var h = 0; h < hidden; h++)
                output[t, h] = (float)((input[t, h] - mean) * reciprocal * weight[0, h] + (bias.Data == null ? 0 : bias[0, h]));
            (statistics[t, 0], statistics[t, 1]) = ((float)mean, (float)reciprocal);
        }
    }

    public static void InputGradient(
        NormForm form, MatrixView outputGradient, MatrixView input, MatrixView statistics, MatrixView weight, MatrixView inputGradient, bool accumulate)
    {
        var hidden = input.ColumnCount;
        for (var t = 0; t < input.RowCount; t++)
        {
            double mean = statistics[t, 0], reciprocal = statistics[t, 1], sum = 0, product = 0;
            for (var h = 0; h < hidden; h++)
            {
                var g = (double)weight[0, h] * outputGradient[t, h];
                sum += form == NormForm.Layer ? g : 0;
                product += g * (input[t, h] - mean) * reciprocal;
            }
            for (var h = 0; h < hidden; h++)
            {
                var (g, n) = ((double)weight[0, h] * outputGradient[t, h], (input[t, h] - mean) * reciprocal);
                var gradient = reciprocal * (g - sum / hidden - n * product / hidden);
                inputGradient[t, h] = (float)(accumulate ? inputGradient[t, h] + gradient : gradient);
            }
        }
    }

    public static void WeightGradient(MatrixView outputGradient, MatrixView input, MatrixView statistics, MatrixView weightGradient)
    {
        for (var h = 0; h < input.ColumnCount; h++)
        {
            var sum = 0.0;
            for (var t = 0; t < input.RowCount; t++) sum += outputGradient[t, h] * ((double)input[t, h] - statistics[t, 0]) * statistics[t, 1];
            weightGradient[0, h] = (float)sum;
        }
    }
}
